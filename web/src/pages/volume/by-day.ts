// Entries under the day they happened, in the reader's own time zone.
import type { Entry } from '@/record/timeline/entry'

export interface Day {
  /** "2026-02-28" */
  date: string
  entries: Entry[]
}

/** Keeps the order of the entries: the newest first. */
export function byDay(entries: Entry[]): Day[] {
  const days: Day[] = []
  for (const entry of entries) {
    const date = localDate(new Date(entry.occurred_at))
    const last = days.at(-1)
    if (last?.date === date) last.entries.push(entry)
    else days.push({ date, entries: [entry] })
  }
  return days
}

export function localDate(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
