// What an entry says of itself: where it is known from, and nothing twice.
import { expect, it } from 'vitest'
import { screen } from '@testing-library/react'
import { TimelineEntry } from '@/pages/volume/timeline-entry'
import type { Entry } from '@/record/timeline/entry'
import { show } from '../../../tests/show'
import '@/pages/volume/words/words'

const told: Entry = {
  id: 'ent_1',
  source: 'sales',
  kind: 'order_placed',
  label: { en: 'Ordered' },
  occurred_at: '2026-03-01T08:00:00Z',
  channel: 'import',
  record: { object: 'order', id: 'ord_1', title: 'SO1' },
  text: 'SO1',
  provenance: { kind: 'import', name: 'orders.csv' },
}

const facts = () => document.querySelector('.volume-entry-facts')?.textContent

it('names the file of an import once, and the record once', () => {
  show(<TimelineEntry entry={told} />)
  expect(screen.getByText('Ordered')).toBeTruthy()
  expect(facts()).toBe('import · Sales · from orders.csv')
  expect(screen.getAllByText('SO1').length).toBe(1)
})

it('does not say again who handed over', () => {
  const actor = { id: 'usr_1', name: '陈经理' }
  const entry = { ...told, kind: 'handed_over', actor, channel: 'hand_over' }
  show(<TimelineEntry entry={{ ...entry, provenance: { kind: 'hand_over', name: '陈经理' } }} />)
  expect(facts()).toBe('陈经理 · hand-over · Sales')
})

it('keeps a text of its own', () => {
  show(<TimelineEntry entry={{ ...told, record: null, text: 'Asked for a quote' }} />)
  expect(screen.getByText('Asked for a quote')).toBeTruthy()
})
