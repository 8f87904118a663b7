// What the server says about the whole store.
import type { Text } from '@/lib/language'
import type { Entry } from '@/record/timeline/entry'
import type { Tier } from '@/record/tier/tier-tag'

export interface Month {
  /** "2026-01" */
  month: string
  amount: number
  orders: number
}

export interface TierShare {
  tier: Tier
  count: number
  /** Part of all revenue, 0..1. */
  share_of_revenue: number
}

export interface Lack {
  field: string
  label: Text
  filled: number
  total: number
}

export interface AnalysisLine {
  computed_at?: string | null
  customers?: number | null
  /** Changes since the last run that it has not seen. */
  lag_changes?: number | null
  state?: string | null
}

export interface Workbench {
  customers: { total: number; new_30_days: number; with_orders: number }
  revenue: { currency: string; months: Month[] }
  tiers: TierShare[]
  newest: (Entry & { customer: { id: string; title: string } | null })[]
  lacks: Lack[]
  analysis: Record<string, AnalysisLine>
  /** When revenue, tiers and lacks were summed; a large store does that once a minute. */
  as_of: string
}
