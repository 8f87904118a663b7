// What the server says about an import.
import type { Text } from '@/lib/language'

export type ImportState = 'uploaded' | 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

export interface Import {
  id: string
  name: string
  object?: string | null
  state: ImportState
  bytes: number
  bytes_done: number
  rows: number
  created: number
  updated: number
  skipped: number
  wrong: number
  rows_per_second?: number | null
  eta_seconds?: number | null
  started_at?: string | null
  finished_at?: string | null
  error?: { code: string; detail: string } | null
  /** It was not run yet, or failed or was cancelled a short while ago. */
  may_run?: boolean
  created_by?: string | null
  created_at?: string | null
}

export interface Column {
  index: number
  name: string
  samples: string[]
  proposed: string | null
  /** 0..1 */
  confidence: number
  reason?: 'header' | 'content' | null
}

export interface Target {
  path: string
  label: Text
  required: boolean
  type: string
}

export interface Preview {
  encoding: string
  delimiter: string
  quote?: string | null
  has_header: boolean
  row_estimate: number
  columns: Column[]
  rows: string[][]
  /** What was odd about the file, in sentences. */
  findings: string[]
  object: string
  objects: { name: string; score: number }[]
  targets: Target[]
}

/** What the user decided; the body of check and run. */
export interface Plan {
  object: string
  mapping: { column: number; path: string }[]
  constants: Record<string, string>
  policy: 'fill' | 'overwrite'
  /** In which amounts without a currency are meant; the installation's when absent. */
  currency?: string
  /** How days like 03/04/2026 are read; by what the file shows when absent. */
  date_order?: 'ymd' | 'dmy' | 'mdy'
}

/** A plan in the making: for an object just chosen the columns are still the server's to propose. */
export type Draft = Pick<Plan, 'object' | 'policy'> & Partial<Plan>

export interface CheckAnswer {
  checked_rows: number
  /** These are all rows of the file. */
  is_whole: boolean
  create: number
  update: number
  skip: number
  wrong: number
  findings: { line: number; column?: string | null; value?: string | null; detail: string }[]
  /** The first rows as they would be written. */
  sample?: { line: number; action: string; record: Record<string, unknown> }[]
}

/** The server still works on it, or soon will. */
export function isUnderWay(state: ImportState): boolean {
  return state === 'waiting' || state === 'running'
}
