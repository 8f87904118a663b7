// Changing a record from a list or a page at once: the new value is shown before the server has said
// yes, taken back when it says no, and a conflict with somebody else's change is put to the user.
import { useState } from 'react'
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { ConflictDialog } from '@/record/change/conflict-dialog'
import { conflictRows, type Conflict } from '@/record/change/conflict'
import { ApiError } from '@/lib/api'
import type { ObjectDeclaration } from '@/lib/objects'
import { changeRecord, type JuanRecord, type RecordAnswer, type RecordList, type Titles } from '@/lib/records'

interface Pending extends Conflict {
  titles: Titles
  resolve: (changes: Record<string, unknown> | null) => void
}

export type Change = (record: JuanRecord, changes: Record<string, unknown>, titles?: Titles) => Promise<JuanRecord>

/** `change` rejects with the ApiError when the server refuses; `dialog` must be drawn by the caller. */
export function useChangeRecord(object: ObjectDeclaration) {
  const client = useQueryClient()
  const [pending, setPending] = useState<Pending | null>(null)

  const ask = (conflict: Conflict, titles: Titles) =>
    new Promise<Record<string, unknown> | null>((resolve) => setPending({ ...conflict, titles, resolve }))

  const change: Change = async (record, changes, titles = {}) => {
    show(client, object.name, { record: { ...record, ...changes }, titles })
    try {
      const answer = await changeRecord(object.name, record.id, record.version, changes)
      const full = { ...record, ...answer.record }
      show(client, object.name, { record: full, titles: { ...titles, ...answer.titles } })
      return full
    } catch (error) {
      const current =
        error instanceof ApiError && error.status === 412 ? (error.current as JuanRecord | undefined) : undefined
      show(client, object.name, { record: current ?? record, titles })
      if (!current) throw error
      const conflict = { base: record, mine: changes, current }
      // Where nobody else touched the fields this user changed, there is nothing to choose.
      const isContested = conflictRows(conflict).some((row) => row.isContested)
      if (!isContested) return change(current, changes, titles)
      const chosen = await ask(conflict, titles)
      return chosen && Object.keys(chosen).length > 0 ? change(current, chosen, titles) : current
    }
  }

  function settle(changes: Record<string, unknown> | null) {
    pending?.resolve(changes)
    setPending(null)
  }

  const dialog = pending && (
    <ConflictDialog object={object} conflict={pending} titles={pending.titles} onSettle={settle} />
  )
  return { change, dialog }
}

/** Puts a record into every list and page that shows it. */
export function show(client: QueryClient, object: string, { record, titles }: RecordAnswer): void {
  client.setQueriesData<RecordList>({ queryKey: ['records', object] }, (list) => {
    if (!list || !Array.isArray(list.items) || !list.items.some((item) => item.id === record.id)) return list
    const items = list.items.map((item) => (item.id === record.id ? { ...item, ...record } : item))
    return { ...list, items, titles: { ...list.titles, ...titles } }
  })
  client.setQueryData<RecordAnswer>(['record', object, record.id], (answer) =>
    answer ? { ...answer, record: { ...answer.record, ...record }, titles: { ...answer.titles, ...titles } } : answer,
  )
}
