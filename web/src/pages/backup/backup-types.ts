// Backups as the server gives them, and what they mean for somebody who hopes never to need one.
export interface Backup {
  name: string
  kind: 'full' | 'increment'
  at: string
  bytes: number
  state: 'verified' | 'unverified' | 'failed'
  verified_at: string | null
  error: string | null
}

export interface BackupSettings {
  folder: string
  every_hours: number
  keep_days: number
}

export interface Backups {
  settings: BackupSettings
  items: Backup[]
  recoverable_from: string | null
  recoverable_to: string | null
  /** Why backups stand still at present. */
  error?: string | null
  /** The backup asked for last, done or not. */
  latest?: { job: string; state: string; error: string | null } | null
}

/** A job that will say no more. */
export function hasEnded(state: string): boolean {
  return ['done', 'failed', 'cancelled'].includes(state)
}

/** green: a proven way back, not too old; amber: a way back that is old or not proven; red: none. */
export type Colour = 'green' | 'amber' | 'red'
export interface Verdict {
  colour: Colour
  /** Names the sentence: off, none, failed, unverified, old, fine. */
  why: 'off' | 'none' | 'failed' | 'unverified' | 'old' | 'fine'
}

const hour_ms = 3_600_000
/** One that was missed may be a restart; two are a fault. */
const missed_max = 2

export function verdictOf({ settings, items, recoverable_to }: Backups, now_ms: number): Verdict {
  const newest = [...items].sort((a, b) => b.at.localeCompare(a.at))[0]
  if (!newest) return { colour: 'red', why: settings.folder ? 'none' : 'off' }
  if (!items.some((item) => item.state === 'verified')) {
    return items.every((item) => item.state === 'failed')
      ? { colour: 'red', why: 'failed' }
      : { colour: 'amber', why: 'unverified' }
  }
  if (newest.state === 'failed') return { colour: 'red', why: 'failed' }
  const last_ms = new Date(recoverable_to ?? newest.at).getTime()
  const is_old = settings.every_hours > 0 && now_ms - last_ms > missed_max * settings.every_hours * hour_ms
  return is_old ? { colour: 'amber', why: 'old' } : { colour: 'green', why: 'fine' }
}
