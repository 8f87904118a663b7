// Changes many records, a few at a time, and keeps an account: how many are done, which failed and
// why, and what they held before, so that it can be taken back.
import { useEffect, useRef, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { recordTitle } from '@/record/record-title'
import type { Selection } from '@/record/list/use-selection'
import { changeRecord, deleteRecord, listRecords, refreshObject, type JuanRecord } from '@/lib/records'
import type { Field, ObjectDeclaration } from '@/lib/objects'
import { sentenceOf } from '@/ui/error-box'

const at_once = 4
const page_size = 200
/** Drawing every one of thousands of records would take longer than changing them. */
const tell_every_ms = 150

export interface Failure {
  record: JuanRecord | null
  title: string
  sentence: string
}

export interface Progress {
  kind: 'edit' | 'delete' | 'undo'
  state: 'collecting' | 'running' | 'stopped' | 'done'
  done: number
  total: number
  failures: Failure[]
  canUndo: boolean
}

type Work = (record: JuanRecord) => Promise<void>

interface Before {
  record: JuanRecord
  changes: Record<string, unknown>
}

export function useBulk(object: ObjectDeclaration, selection: Selection, query: { filter: string; q: string }) {
  const client = useQueryClient()
  const [progress, tell] = useState<Progress | null>(null)
  const isStopped = useRef(false)
  const before = useRef<Before[]>([])
  useStopOnLeaving(isStopped, progress !== null && !isOver(progress))

  async function run(kind: Progress['kind'], collect: () => Promise<JuanRecord[]>, work: Work) {
    isStopped.current = false
    const account: Progress = { kind, state: 'collecting', done: 0, total: 0, failures: [], canUndo: false }
    tell({ ...account })
    const telling = setInterval(() => tell({ ...account }), tell_every_ms)
    try {
      const rest = await collect()
      account.state = 'running'
      account.total = rest.length
      const worker = async () => {
        for (let record = rest.shift(); record && !isStopped.current; record = rest.shift()) {
          const failure = await attempt(object, record, work)
          if (failure) account.failures.push(failure)
          account.done += 1
        }
      }
      await Promise.all(Array.from({ length: at_once }, worker))
    } catch (error) {
      account.failures.push({ record: null, title: '', sentence: sentenceOf(error) })
    }
    clearInterval(telling)
    account.state = isStopped.current ? 'stopped' : 'done'
    account.canUndo = kind === 'edit' && before.current.length > 0
    tell({ ...account })
    refreshObject(client, object.name)
  }

  const chosen = () =>
    selection.isAllMatching ? allMatching(object, query) : Promise.resolve([...selection.records.values()])

  return {
    progress,
    edit(field: Field, value: unknown) {
      before.current = []
      return run('edit', chosen, async (record) => {
        const answer = await changeRecord(object.name, record.id, record.version, { [field.name]: value })
        before.current.push({ record: answer.record, changes: { [field.name]: record[field.name] ?? null } })
      })
    },
    /** Deletes as many as were confirmed, and none that came to match since. */
    remove: (count: number) =>
      run(
        'delete',
        async () => (await chosen()).slice(0, count),
        (record) => deleteRecord(object.name, record.id, record.version),
      ),
    undo() {
      const changes = new Map(before.current.map((item) => [item.record.id, item.changes]))
      const records = before.current.map((item) => item.record)
      before.current = []
      return run(
        'undo',
        () => Promise.resolve(records),
        async (record) =>
          void (await changeRecord(object.name, record.id, record.version, changes.get(record.id) ?? {})),
      )
    },
    stop: () => (isStopped.current = true),
    /** What failed stays chosen: it is what there is left to do. */
    close() {
      selection.choose((progress?.failures ?? []).flatMap((failure) => failure.record ?? []))
      tell(null)
    },
  }
}

export function isOver(progress: Progress): boolean {
  return progress.state === 'done' || progress.state === 'stopped'
}

/** Nobody sees how far it is once the page is left: then it ends, and the browser asks first. */
function useStopOnLeaving(isStopped: { current: boolean }, isRunning: boolean) {
  useEffect(() => () => void (isStopped.current = true), [isStopped])
  useEffect(() => {
    if (!isRunning) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isRunning])
}

async function attempt(object: ObjectDeclaration, record: JuanRecord, work: Work): Promise<Failure | null> {
  try {
    await work(record)
    return null
  } catch (error) {
    return { record, title: recordTitle(object, record), sentence: sentenceOf(error) }
  }
}

/** Every record the filter finds, read before the first is changed: a change may take one out of it. */
async function allMatching(object: ObjectDeclaration, query: { filter: string; q: string }): Promise<JuanRecord[]> {
  const records: JuanRecord[] = []
  for (let page = 1; ; page += 1) {
    const list = await listRecords(object.name, { ...query, order_by: 'id', page, page_size })
    records.push(...list.items)
    if (list.items.length < page_size || records.length >= list.total) return records
  }
}
