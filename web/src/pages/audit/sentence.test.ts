// Entries of the audit as people read them.
import { expect, it } from 'vitest'
import { declare, field } from '../../../tests/declare'
import type { AuditEntry } from '@/pages/audit/audit-types'
import { changesOf, fieldOfColumn, notesOf, sentenceOfEntry } from '@/pages/audit/sentence'
import '@/pages/audit/words/words'

const customer = declare('customer', [
  field('name', 'text'),
  field('owner', 'link', { to: 'user' }),
  field('address', 'address'),
  field('address_note', 'text'),
  field('stage', 'choice', { choices: [{ value: 'won', label: { zh: '成交', en: 'Won' } }] }),
])

function entry(more: Partial<AuditEntry>): AuditEntry {
  return {
    seq: 1,
    at: '2026-03-01T08:00:00Z',
    actor: { id: 'usr_1', name: 'Min' },
    via: 'person',
    action: 'update',
    object: 'customer',
    record: { id: 'cus_1', title: 'Acme' },
    detail: {},
    ...more,
  }
}

it('says what was done to which record', () => {
  expect(sentenceOfEntry(entry({}), [customer])).toBe('changed customer “Acme”')
  expect(sentenceOfEntry(entry({ action: 'erase', record: { id: 'cus_1', title: '' } }), [customer])).toBe(
    'deleted customer “cus_1”',
  )
})

it('counts where there are many', () => {
  const many = entry({ action: 'create', record: null, detail: { count: 1200, ids: ['cus_1'] } })
  expect(sentenceOfEntry(many, [customer])).toBe('created 1,200 customers')
})

it('has a sentence for what it does not know', () => {
  expect(sentenceOfEntry(entry({ action: 'teleport', record: null }), [customer])).toContain('teleport')
})

it('shows before and after by the labels of fields and choices', () => {
  const changed = entry({ detail: { stage: [null, 'won'], owner_id: ['Min', 'Li'], address_city: ['a', 'b'] } })
  expect(changesOf(changed, [customer])).toEqual([
    { field: 'stage', before: '(empty)', after: 'Won' },
    { field: 'owner', before: 'Min', after: 'Li' },
    { field: 'address', before: 'a', after: 'b' },
  ])
  expect(fieldOfColumn(customer, 'address_note')?.name).toBe('address_note')
})

it('tells the reason of a look, and keeps quiet about what people cannot read', () => {
  const look = entry({ action: 'reveal', detail: { field: 'stage', reason: 'calling back', head: 'ab12' } })
  expect(notesOf(look, [{ ...customer, fields: [field('stage', 'text', { label: { en: 'Stage' } })] }])).toEqual([
    'Field: Stage',
    'Reason: calling back',
  ])
})

it('says what was refused, also where no record was named', () => {
  const refused = { action: 'refused', record: null }
  const asked = entry({ ...refused, object: '', detail: { path: '/api/backups', code: 'duty_needed' } })
  expect(sentenceOfEntry(asked, [customer])).toBe('was refused')
  expect(notesOf(asked, [customer])).toEqual(['request /api/backups'])
  expect(sentenceOfEntry(entry(refused), [customer])).toBe('was refused something with customers')
})
