// Only a file read to its end, without a wrong row, is called a success.
import { expect, it } from 'vitest'
import type { Import } from '@/pages/import/import-types'
import { percentOf, verdictOf } from '@/pages/import/verdict'
import '@/pages/import/words/words'

const done: Import = {
  id: 'imp_1',
  name: 'a.csv',
  state: 'done',
  bytes: 1000,
  bytes_done: 1000,
  rows: 10,
  created: 10,
  updated: 0,
  skipped: 0,
  wrong: 0,
}

it('calls a whole file without a wrong row a success', () => expect(verdictOf(done)).toBe('success'))
it('does not call wrong rows a success', () => expect(verdictOf({ ...done, wrong: 1 })).toBe('with_wrong'))
it('does not call a file read in part a success, whatever the state says', () =>
  expect(verdictOf({ ...done, bytes_done: 999 })).toBe('truncated'))
it('does not call nothing written a success', () =>
  expect(verdictOf({ ...done, created: 0, skipped: 10 })).toBe('nothing'))
it('names a cancelled and a failed import', () => {
  expect(verdictOf({ ...done, state: 'cancelled' })).toBe('cancelled')
  expect(verdictOf({ ...done, state: 'failed' })).toBe('failed')
})
it('never shows 100 % before the end', () =>
  expect(percentOf({ ...done, bytes: 100_000, bytes_done: 99_999 })).toBe(99.9))
