// Facts under their sources; entries under their days.
import { expect, it } from 'vitest'
import { byDay } from '@/pages/volume/by-day'
import { factGroups, isMultiline, isSavedOnPick, splitTags } from '@/pages/volume/fact-groups'
import { saveFollowUp, taskShape } from '@/pages/volume/follow-up'
import type { Field, ObjectDeclaration } from '@/lib/objects'
import { vi } from 'vitest'
import '@/pages/volume/words/words'

const field = (name: string, more: Partial<Field> = {}): Field => ({
  name,
  type: 'text',
  label: {},
  right: 'write',
  ...more,
})

it('groups fields by source, in the order of the sixteen, the system’s own left out', () => {
  const fields = [
    field('phone', { source: 'demographic' }),
    field('note'),
    field('address', { source: 'geographic' }),
    field('created_at', { system: true }),
    field('tags', { source: 'psychographic' }),
  ]
  const groups = factGroups({ fields } as ObjectDeclaration)
  expect(groups.map((group) => [group.source, group.fields.map((member) => member.name)])).toEqual([
    ['demographic', ['phone']],
    ['geographic', ['address']],
    ['', ['note']],
  ])
})

it('knows which values are saved by picking and which take more than a line', () => {
  expect(isSavedOnPick(field('stage', { type: 'choice' }))).toBe(true)
  expect(isSavedOnPick(field('colours', { type: 'choices' }))).toBe(false)
  expect(isMultiline(field('remark', { type: 'long_text' }))).toBe(true)
})

it('splits tags however people wrote them', () =>
  expect(splitTags('VIP，咖啡; 批发、,老客户')).toEqual(['VIP', '咖啡', '批发', '老客户']))

it('puts entries under their day, the order kept', () => {
  const entry = (id: string, occurred_at: string) => ({ id, occurred_at, source: 'sales', kind: 'call' })
  const days = byDay([
    entry('c', new Date(2026, 1, 28, 9).toISOString()),
    entry('b', new Date(2026, 1, 28, 8).toISOString()),
    entry('a', new Date(2026, 1, 27, 23, 59).toISOString()),
  ])
  expect(days.map((day) => [day.date, day.entries.map((item) => item.id)])).toEqual([
    ['2026-02-28', ['c', 'b']],
    ['2026-02-27', ['a']],
  ])
})

it('does not write a follow-up twice when only its task failed', async () => {
  const task = taskShape({
    name: 'task',
    title: 'subject',
    customer: 'customer',
    rights: { create: true },
    fields: [field('due_on', { type: 'date' })],
  } as unknown as ObjectDeclaration)
  const paths: string[] = []
  vi.stubGlobal('fetch', async (address: string) => {
    paths.push(address)
    const isTask = address.endsWith('/task')
    return new Response('{}', { status: isTask ? 503 : 201, headers: { 'Content-Type': 'application/json' } })
  })
  const typed = { kind: 'call', text: 'hello', next_on: '2026-12-01' }
  let isWritten = false
  const save = () =>
    saveFollowUp({
      customer: 'cus_1',
      title: 'x',
      typed: { ...typed, isWritten },
      task,
      onEntry: () => (isWritten = true),
    })
  await expect(save()).rejects.toThrow()
  await expect(save()).rejects.toThrow()
  expect(paths).toEqual(['/api/customer/cus_1/timeline', '/api/task', '/api/task'])
})
