// Reading and writing records of any object through the API.
import { keepPreviousData, useQuery, type QueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api'

export interface JuanRecord {
  id: string
  version: number
  created_at?: string
  updated_at?: string
  /** Names of the fields whose values are shown only in part. */
  masked?: string[]
  /** Where the object has lines: the first of them. */
  lines?: JuanRecord[]
  lines_total?: number
  [field: string]: unknown
}

/** Titles of the records the links point to, by id. */
export type Titles = Record<string, string>

export interface RecordList {
  items: JuanRecord[]
  total: number
  page: number
  page_size: number
  next_page_token: string | null
  titles: Titles
}

export interface RecordAnswer {
  record: JuanRecord
  titles: Titles
  rights?: { edit: boolean; delete: boolean }
}

interface ServerAnswer extends RecordAnswer {
  lines?: JuanRecord[]
  lines_total?: number
}

export interface ListQuery {
  filter?: string
  q?: string
  order_by?: string
  fields?: string
  page?: number
  page_size?: number
}

export function listRecords(object: string, query: ListQuery, signal?: AbortSignal): Promise<RecordList> {
  return api.get<RecordList>(`/${object}`, { query: { ...query }, signal })
}

export function useRecords(object: string, query: ListQuery, enabled = true) {
  return useQuery({
    queryKey: ['records', object, query],
    queryFn: ({ signal }) => listRecords(object, query, signal),
    placeholderData: keepPreviousData,
    enabled,
  })
}

export async function getRecord(object: string, id: string): Promise<RecordAnswer> {
  return withLines(await api.get<ServerAnswer>(`/${object}/${id}`))
}

export function useRecord(object: string, id: string | undefined) {
  return useQuery({
    queryKey: ['record', object, id],
    queryFn: () => getRecord(object, id as string),
    enabled: Boolean(id),
  })
}

export async function createRecord(object: string, values: Record<string, unknown>): Promise<RecordAnswer> {
  return withLines(await api.post<ServerAnswer>(`/${object}`, values))
}

/** Writes the changed fields. Throws an ApiError with status 412 and `current` on a conflict. */
export async function changeRecord(object: string, id: string, version: number, changes: Record<string, unknown>) {
  return withLines(await api.patch<ServerAnswer>(`/${object}/${id}`, changes, { version }))
}

/** The server gives the lines of a record beside it; here they are part of it. */
function withLines({ lines, lines_total, ...answer }: ServerAnswer): RecordAnswer {
  return lines ? { ...answer, record: { ...answer.record, lines, lines_total } } : answer
}

export function deleteRecord(object: string, id: string, version: number): Promise<void> {
  return api.delete(`/${object}/${id}`, { version })
}

/** Marks everything read about an object as old, so that the screens ask again. */
export function refreshObject(client: QueryClient, object: string): void {
  for (const kind of ['records', 'record', 'volume', 'timeline', 'workbench']) {
    void client.invalidateQueries({ queryKey: kind.startsWith('record') ? [kind, object] : [kind] })
  }
}
