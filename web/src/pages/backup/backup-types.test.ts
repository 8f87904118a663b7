// A backup counts only when a restore from it was tried.
import { expect, it } from 'vitest'
import { verdictOf, type Backup, type Backups } from '@/pages/backup/backup-types'

const now_ms = Date.parse('2026-03-02T12:00:00Z')
const settings = { folder: '/backup', every_hours: 24, keep_days: 30 }

function backup(at: string, state: Backup['state']): Backup {
  return { name: at, kind: 'full', at, bytes: 1, state, verified_at: null, error: null }
}

function verdict(items: Backup[], more: Partial<Backups> = {}) {
  return verdictOf({ settings, items, recoverable_from: null, recoverable_to: null, ...more }, now_ms)
}

it('is red without any, or when the newest failed', () => {
  expect(verdict([])).toEqual({ colour: 'red', why: 'none' })
  expect(verdict([], { settings: { ...settings, folder: '' } })).toEqual({ colour: 'red', why: 'off' })
  expect(verdict([backup('2026-03-02T00:00:00Z', 'failed'), backup('2026-03-01T00:00:00Z', 'verified')])).toEqual({
    colour: 'red',
    why: 'failed',
  })
})

it('is amber while none was tried, or when the last is too old', () => {
  expect(verdict([backup('2026-03-02T00:00:00Z', 'unverified')])).toEqual({ colour: 'amber', why: 'unverified' })
  expect(verdict([backup('2026-02-28T00:00:00Z', 'verified')])).toEqual({ colour: 'amber', why: 'old' })
})

it('is green when one was tried and changes are kept since', () => {
  expect(verdict([backup('2026-03-02T00:00:00Z', 'verified')])).toEqual({ colour: 'green', why: 'fine' })
  const kept = { recoverable_to: '2026-03-02T11:59:00Z' }
  expect(verdict([backup('2026-02-20T00:00:00Z', 'verified')], kept)).toEqual({ colour: 'green', why: 'fine' })
})
