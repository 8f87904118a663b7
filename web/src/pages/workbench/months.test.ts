// This month against the last, and the lists behind the numbers.
import { describe, expect, it } from 'vitest'
import { listPath, ordersPath, tierPath } from '@/pages/workbench/links'
import { compareMonths, monthName } from '@/pages/workbench/months'
import type { ObjectDeclaration } from '@/lib/objects'

const january = new Date(2026, 0, 31)

describe('months', () => {
  it('goes over the turn of the year, and from the 31st to a shorter month', () => {
    expect(monthName(january, -1)).toBe('2025-12')
    expect(monthName(new Date(2026, 2, 31), -1)).toBe('2026-02')
  })

  it('takes a month without orders as zero and compares with nothing as nothing', () => {
    expect(compareMonths([{ month: '2026-01', amount: 50, orders: 1 }], january)).toEqual({
      this_month: 50,
      last_month: 0,
      reached: null,
    })
    expect(compareMonths([{ month: '2025-12', amount: 200, orders: 1 }], january).reached).toBe(0)
  })
})

describe('the list behind a number', () => {
  const order = {
    name: 'order',
    fields: [
      { name: 'created_at', type: 'instant', system: true },
      { name: 'ordered_at', type: 'instant' },
      { name: 'status', type: 'choice', choices: [{ value: 'cancelled', label: {} }] },
    ],
  } as unknown as ObjectDeclaration
  const filterOf = (path: string) => new URLSearchParams(path.split('?')[1]).get('filter')

  it('is the orders of that month, without the cancelled ones', () => {
    expect(filterOf(ordersPath(order, '2026-12'))).toBe(
      'ordered_at >= 2026-12-01 AND ordered_at < 2027-01-01 AND status != cancelled',
    )
    expect(filterOf(ordersPath(order, 'this_month'))).toBe('ordered_at = this_month AND status != cancelled')
  })

  it('is the customers of a tier, or without one', () => {
    expect(filterOf(tierPath('high'))).toBe('value_tier = high')
    expect(filterOf(tierPath('none'))).toBe('NOT value_tier:*')
  })

  it('clears the filter used last when there is none', () => expect(listPath('customer')).toBe('/customer?filter='))
})
