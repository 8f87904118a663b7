// What is sent of the lines of a record.
import { describe, expect, it } from 'vitest'
import { canEditLines, linesToSend } from '@/record/lines/line-draft'
import { declare, field } from '../../../tests/declare'

const child = declare('order_line', [
  field('order', 'link', { to: 'order' }),
  field('product', 'link', { to: 'product' }),
  field('quantity', 'number'),
  field('amount', 'money', { right: 'read', system: true }),
])

describe('linesToSend', () => {
  it('sends what people type in, and no empty lines', () => {
    const saved = {
      key: 'a',
      values: { id: 'lin_1', version: 2, order: 'ord_1', product: 'pro_1', quantity: 3, amount: 9 },
    }
    expect(linesToSend(child, 'order', [saved, { key: 'b', values: {} }])).toEqual([{ product: 'pro_1', quantity: 3 }])
  })
})

describe('canEditLines', () => {
  const line = { id: 'lin_1', version: 1 }

  it('allows it for a new record and where all lines are seen', () => {
    expect(canEditLines(child, null)).toBe(true)
    expect(canEditLines(child, { id: 'ord_1', version: 1, lines: [line], lines_total: 1 })).toBe(true)
  })

  it('refuses it where lines would be lost', () => {
    expect(canEditLines(child, { id: 'ord_1', version: 1, lines: [line], lines_total: 2 })).toBe(false)
    expect(canEditLines(child, { id: 'ord_1', version: 1, lines: [{ ...line, masked: ['quantity'] }] })).toBe(false)
    expect(canEditLines(child, { id: 'ord_1', version: 1 })).toBe(false)
  })
})
