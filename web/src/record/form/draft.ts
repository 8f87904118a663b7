// What somebody typed into a form and has not saved: kept for the tab, so that a reload, a crash or an
// ended session loses nothing.
import type { LineDraft } from '@/record/lines/line-draft'
import type { JuanRecord } from '@/lib/records'
import { readDraft, writeDraft } from '@/lib/storage'

export interface Draft {
  /** The record as it was when the change began; null for a new one. */
  base: JuanRecord | null
  changes: Record<string, unknown>
  /** null: not touched. */
  lines: LineDraft[] | null
}

/** A new order of one customer is another draft than that of another customer. */
export function draftKey(object: string, id: string | undefined, initial: Record<string, unknown> = {}): string {
  return `draft.${object}.${id ?? ['new', ...Object.values(initial)].join('.')}`
}

export function isWorthKeeping(draft: Draft): boolean {
  return Object.keys(draft.changes).length > 0 || draft.lines !== null
}

export function keepDraft(key: string, draft: Draft): void {
  writeDraft(key, isWorthKeeping(draft) ? draft : undefined)
}

export function findDraft(key: string): Draft | undefined {
  const draft = readDraft<Draft>(key)
  return draft && typeof draft.changes === 'object' ? draft : undefined
}

export function dropDraft(key: string): void {
  writeDraft(key, undefined)
}
