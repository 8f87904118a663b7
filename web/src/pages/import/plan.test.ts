// Which column goes where.
import { describe, expect, it } from 'vitest'
import type { Column, Preview } from '@/pages/import/import-types'
import { mapColumn, missingTargets, planOf, proposedPlan, sentPlan, setConstant, targetOf } from '@/pages/import/plan'
import '@/pages/import/words/words'

const column = (index: number, proposed: string | null, confidence: number): Column => ({
  index,
  name: `c${index}`,
  samples: [],
  proposed,
  confidence,
})
const target = (path: string, required = false) => ({ path, label: { en: path }, required, type: 'text' })

const preview: Preview = {
  encoding: 'GB18030',
  delimiter: ',',
  has_header: true,
  row_estimate: 10,
  columns: [column(0, 'name', 0.97), column(1, 'phone', 0.9), column(2, 'phone', 0.6), column(3, 'remark', 0.2)],
  rows: [],
  findings: [],
  object: 'customer',
  objects: [],
  targets: [
    target('name', true),
    target('phone'),
    target('remark'),
    target('customer', true),
    target('customer.phone'),
  ],
}

describe('the proposed plan', () => {
  it('gives a target to the first column that wants it and takes no uncertain proposal', () => {
    expect(proposedPlan(preview).mapping).toEqual([
      { column: 0, path: 'name' },
      { column: 1, path: 'phone' },
    ])
  })

  it('is replaced by a draft only for the same object and targets that still exist', () => {
    const draft = { object: 'customer', policy: 'overwrite' as const, mapping: [{ column: 3, path: 'remark' }] }
    expect(planOf(draft, preview).mapping).toEqual(draft.mapping)
    expect(planOf({ ...draft, object: 'order' }, preview).mapping).toHaveLength(2)
    expect(planOf({ ...draft, mapping: [{ column: 0, path: 'gone' }] }, preview).mapping).toHaveLength(2)
    expect(planOf({ object: 'customer', policy: 'overwrite' }, preview).policy).toBe('overwrite')
  })
})

it('moves a target to the column chosen last, and drops its constant', () => {
  const plan = setConstant(proposedPlan(preview), 'remark', 'x')
  const moved = mapColumn(mapColumn(plan, 2, 'phone'), 3, 'remark')
  expect(targetOf(moved, 1)).toBeUndefined()
  expect(targetOf(moved, 2)).toBe('phone')
  expect(moved.constants).toEqual({})
})

it('misses a required target until a column, a constant, or a part of the link gives it', () => {
  const paths = (plan: ReturnType<typeof proposedPlan>) =>
    missingTargets(plan, preview.targets).map((missing) => missing.path)
  const plan = proposedPlan(preview)
  expect(paths(plan)).toEqual(['customer'])
  expect(paths(mapColumn(plan, 3, 'customer.phone'))).toEqual([])
  expect(paths(setConstant(plan, 'customer', ' '))).toEqual(['customer'])
  expect(paths(setConstant(plan, 'customer', '张三'))).toEqual([])
})

it('does not send constants without a value', () => {
  const plan = setConstant(setConstant(proposedPlan(preview), 'remark', ''), 'customer', 'x')
  expect(sentPlan(plan).constants).toEqual({ customer: 'x' })
})
