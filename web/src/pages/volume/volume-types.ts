// What the server says about one volume.
import type { JuanRecord, Titles } from '@/lib/records'
import type { Tier } from '@/record/tier/tier-tag'
import type { Text } from '@/lib/language'
import type { Entry } from '@/record/timeline/entry'

/** Where a value came from. */
export interface Origin {
  source?: string | null
  kind?: string
  name?: string | null
  at?: string | null
}

export interface SourcePresence {
  source: string
  present: boolean
  entries: number
  last_at?: string | null
}

export interface Measure {
  measure: 'recency' | 'frequency' | 'monetary'
  value: unknown
  /** 1 (lowest fifth of customers) to 5; 0 or null before the analysis has run. */
  score: number | null
  sentence: string
}

export interface Volume {
  record: JuanRecord
  titles: Titles
  /** What this user may do with this very record. */
  rights?: { edit: boolean }
  origins: Record<string, Origin>
  completeness: { score: number; sources: SourcePresence[]; missing: string[] }
  size: { entries: number; records?: number }
  fresh_at?: string | null
  identities: { kind: string; value: string; at?: string | null }[]
  tier?: { value: Tier | null; sentence?: string | null; measures: Measure[]; computed_at?: string | null } | null
}

export interface TimelinePage {
  items: Entry[]
  next: string | null
  kinds: { kind: string; label?: Text | null; count: number }[]
  sources: { source: string; count: number }[]
}

export interface TimelineFilter {
  source?: string
  kind?: string
}
