// A follow-up and how it is saved: an entry on the timeline and, with a next date, a task.
import { api } from '@/lib/api'
import { valueType, type ObjectDeclaration } from '@/lib/objects'
import { createRecord } from '@/lib/records'

export interface FollowUp {
  kind: string
  text: string
  /** "2026-12-01"; null for no further follow-up. */
  next_on: string | null
  /** The entry is saved; only the task is missing. */
  isWritten?: boolean
}

export const emptyFollowUp: FollowUp = { kind: 'call', text: '', next_on: null }

/** Which fields of a task carry its title, its customer and its date. */
export interface TaskShape {
  title: string
  customer: string
  date: string
}

/** Undefined when the user may not make tasks, or tasks have no such fields. */
export function taskShape(task: ObjectDeclaration | undefined): TaskShape | undefined {
  const date = task?.fields.find((field) => !field.system && ['date', 'instant'].includes(valueType(field)))
  if (!task?.rights.create || !task.customer || !date) return undefined
  return { title: task.title, customer: task.customer, date: date.name }
}

interface Saving {
  customer: string
  /** Title of the task. */
  title: string
  typed: FollowUp
  task: TaskShape | undefined
  onEntry: () => void
}

export async function saveFollowUp({ customer, title, typed, task, onEntry }: Saving): Promise<void> {
  if (!typed.isWritten) {
    await api.post(`/customer/${customer}/timeline`, { kind: typed.kind, text: typed.text.trim() })
    onEntry()
  }
  if (typed.next_on && task) {
    await createRecord('task', { [task.title]: title, [task.customer]: customer, [task.date]: typed.next_on })
  }
}
