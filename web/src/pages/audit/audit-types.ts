// The audit as the server gives it.
export interface AuditEntry {
  seq: number
  at: string
  /** Without an id: Juan itself. */
  actor: { id: string; name: string }
  via: string
  action: string
  object: string
  record: { id: string; title: string } | null
  detail: Record<string, unknown>
}

export interface AuditPage {
  items: AuditEntry[]
  next_page_token: string | null
}

export type Verdict = 'whole' | 'altered' | 'cut' | 'replaced' | 'unverified'

export interface AuditState {
  rows: number
  head: string
  anchored_at: string | null
  anchor_file: string
  verified_at: string | null
  verdict: Verdict
  /** The first row that is not as it was. */
  at_seq: number | null
  sentence?: string
}

export interface AuditFilter {
  from: string
  to: string
  actor: string
  action: string
  object: string
  record: string
}
