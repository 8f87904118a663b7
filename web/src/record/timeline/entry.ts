// What happened to a customer, as the timeline and the workbench get it, and the words for it.
import { hasText, t } from '@/lib/i18n'
import { pick, type Text } from '@/lib/language'

/** The sixteen kinds of source, in the order they are shown. */
export const sources = [
  'demographic',
  'geographic',
  'psychographic',
  'lifecycle',
  'interaction',
  'social',
  'sales',
  'marketing',
  'feedback',
  'satisfaction',
  'behaviour',
  'value',
  'third_party',
  'competitor',
  'industry',
  'macro',
] as const

export interface Provenance {
  kind?: string
  name?: string | null
}

export interface Entry {
  id: string
  source: string
  kind: string
  /** What the server calls the kind. */
  label?: Text | null
  occurred_at: string
  recorded_at?: string
  actor?: { id: string; name: string } | null
  channel?: string | null
  record?: { object: string; id: string; title: string } | null
  text?: string | null
  payload?: Record<string, unknown> | null
  provenance?: Provenance | null
}

export function sourceLabel(source: string | null | undefined): string {
  const key = `source.${source || 'none'}`
  return hasText(key) ? t(key) : (source as string)
}

/** The server's own label of a kind when it gave one; else ours; else the code with spaces. */
export function kindLabel(kind: string, label?: Text | null): string {
  const given = pick(label)
  if (given) return given
  const key = `entry.${kind}`
  return hasText(key) ? t(key) : kind.replaceAll('_', ' ')
}

/** "导入 orders.csv", "entered by Lin". */
export function provenanceLabel({ kind, name }: Provenance): string {
  const key = `provenance.${kind ?? ''}`
  return [hasText(key) ? t(key) : kind, name].filter(Boolean).join(' ')
}
