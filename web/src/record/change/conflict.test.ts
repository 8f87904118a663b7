// What counts as a conflict between two people's changes.
import { describe, expect, it } from 'vitest'
import { changedElsewhere, conflictRows, same } from '@/record/change/conflict'

const base = { id: 'cus_1', version: 3, name: '王芳', phone: '1', email: 'a@b' }

describe('conflictRows', () => {
  it('is contested where both changed one field to different values', () => {
    const rows = conflictRows({ base, mine: { name: '王方' }, current: { ...base, version: 4, name: '汪芳' } })
    expect(rows).toEqual([{ name: 'name', mine: '王方', theirs: '汪芳', isContested: true }])
  })

  it('is not contested where only I changed the field', () => {
    const rows = conflictRows({ base, mine: { name: '王方' }, current: { ...base, version: 4, phone: '2' } })
    expect(rows[0]?.isContested).toBe(false)
  })

  it('says nothing of a field both changed to the same value', () => {
    expect(conflictRows({ base, mine: { name: '王方' }, current: { ...base, name: '王方' } })).toEqual([])
  })
})

it('finds what only others changed', () => {
  const conflict = { base, mine: { name: '王方' }, current: { ...base, name: '汪芳', phone: '2' } }
  expect(changedElsewhere(conflict, ['name', 'phone', 'email'])).toEqual(['phone'])
})

it('compares values whatever the order of their members', () => {
  expect(same({ amount: 1, currency: 'CNY' }, { currency: 'CNY', amount: 1 })).toBe(true)
  expect(same('', null)).toBe(true)
  expect(same(['a', 'b'], ['b', 'a'])).toBe(false)
})
