// The text of filters: what the builder says, and what it understands again.
import { describe, expect, it } from 'vitest'
import { newGroup, type Node, type Operator } from '@/lib/filter/filter'
import { formatFilter, formatLiteral } from '@/lib/filter/format'
import { parseFilter } from '@/lib/filter/parse'

const term = (path: string, operator: Operator, ...values: string[]): Node => ({ kind: 'term', path, operator, values })

describe('formatFilter', () => {
  it.each([
    [term('city', '=', '上海'), 'city = "上海"'],
    [term('lifetime_value', '>', '1000'), 'lifetime_value > 1000'],
    [term('lifetime_value', '>=', '12.50 USD'), 'lifetime_value >= "12.50 USD"'],
    [term('created_at', '>=', 'today-30d'), 'created_at >= today-30d'],
    [term('name', 'has', 'a"b\\c*'), 'name:"a\\"b\\\\c\\*"'],
    [term('name', 'starts', '王'), 'name = "王*"'],
    [term('email', 'present'), 'email:*'],
    [term('email', 'absent'), 'NOT email:*'],
    [term('stage', 'in', 'active', 'lost'), '(stage = active OR stage = lost)'],
    [term('stage', 'not_in', 'active', 'lost'), 'NOT (stage = active OR stage = lost)'],
    [term('tags', 'not_has', 'vip'), 'NOT tags:vip'],
    [term('name', '=', 'OR'), 'name = "OR"'],
  ])('writes %j', (node, text) => expect(formatFilter(newGroup('and', [node]))).toBe(text))

  it('puts an inner group in brackets and leaves out terms without a value', () => {
    const inner = newGroup('or', [term('a', '=', '1'), term('b', '=', '2')])
    expect(formatFilter(newGroup('and', [inner, term('c', '=', ''), term('d', '<', '3')]))).toBe(
      '(a = 1 OR b = 2) AND d < 3',
    )
  })

  it('quotes what is not one plain word', () => {
    expect(['-70', '2026-02-28', '1.5', 'a b', '', '138 0000'].map(formatLiteral)).toEqual([
      '-70',
      '2026-02-28',
      '1.5',
      '"a b"',
      '""',
      '"138 0000"',
    ])
  })
})

describe('parseFilter', () => {
  it.each([
    'city = "上海" AND lifetime_value > 1000 AND NOT tags:"v i p"',
    '(stage = active OR stage = lost) AND name = "王*"',
    'NOT (a = 1 AND b = 2) AND c:*',
    'a = 1 OR b = 2',
    'name:"a\\"b\\\\c\\*"',
  ])('reads what it wrote: %s', (text) => {
    const tree = parseFilter(text)
    expect(tree && formatFilter(tree)).toBe(text)
  })

  it('lets OR bind tighter than AND', () => {
    const tree = parseFilter('a = 1 AND b = 2 OR c = 3')
    expect(tree && formatFilter(tree)).toBe('a = 1 AND (b = 2 OR c = 3)')
  })

  it.each(['count(order, 90d) >= 3', 'name = "a*b"', 'a = ', '(a = 1', 'word', 'a = 1 b = 2'])(
    'leaves to the text what it cannot show: %s',
    (text) => expect(parseFilter(text)).toBeNull(),
  )

  it('reads an empty text as no condition', () => expect(parseFilter('  ')?.children).toEqual([]))
})
