// The workbench of a fresh store, and of one with data.
import { expect, it } from 'vitest'
import { screen } from '@testing-library/react'
import WorkbenchPage from '@/pages/workbench/workbench-page'
import { declare, field } from '../../../tests/declare'
import { show } from '../../../tests/show'

const customer = declare('customer', [field('name', 'text')])

const fresh = {
  customers: { total: 0, new_30_days: 0, with_orders: 0 },
  revenue: { currency: 'CNY', months: [] },
  tiers: [],
  newest: [],
  lacks: [],
  analysis: {},
  as_of: '2026-03-01T08:00:05Z',
}

it('asks a fresh store for its first file', async () => {
  show(<WorkbenchPage />, { answers: { 'GET /workbench': fresh, 'GET /objects': { objects: [customer] } } })
  expect(await screen.findByRole('heading', { name: 'Import your first file' })).toBeTruthy()
  expect(screen.getByRole('link', { name: /Go to import/ }).getAttribute('href')).toBe('/import')
})

it('offers nothing to do that a role may not do', async () => {
  const none = { create: false, read: true, edit: false, delete: false, export: false, import: false }
  show(<WorkbenchPage />, {
    answers: { 'GET /workbench': fresh, 'GET /objects': { objects: [{ ...customer, rights: none }] } },
  })
  expect(await screen.findByRole('heading', { name: 'No customers that you may see yet' })).toBeTruthy()
  expect(screen.queryByRole('link')).toBeNull()
})

it('names the kind of an entry whose text only repeats the customer', async () => {
  const newest = [
    { id: 'ent_1', kind: 'handed_over', label: { en: 'Handed over' }, text: 'Acme', source: 'sales' },
    { id: 'ent_2', kind: 'task_created', label: { en: 'Task' }, text: '', source: 'sales' },
  ].map((entry) => ({ ...entry, occurred_at: '2026-03-01T08:00:00Z', customer: { id: 'cus_1', title: 'Acme' } }))
  show(<WorkbenchPage />, {
    answers: { 'GET /workbench': { ...fresh, newest }, 'GET /objects': { objects: [customer] } },
  })
  expect(await screen.findByText('Handed over')).toBeTruthy()
  expect(screen.getByText('Task')).toBeTruthy()
})

it('leads from each gap in the data to the customers that have it', async () => {
  const filled = {
    ...fresh,
    customers: { total: 10, new_30_days: 2, with_orders: 4 },
    lacks: [{ field: 'phone', label: { en: 'Phone' }, filled: 7, total: 10 }],
  }
  show(<WorkbenchPage />, { answers: { 'GET /workbench': filled, 'GET /objects': { objects: [] } } })
  const link = await screen.findByRole('link', { name: '3 without' })
  expect(decodeURIComponent(link.getAttribute('href') ?? '')).toBe('/customer?filter=NOT phone:*')
  expect(screen.getByText(/as of \d{2}:00:05/)).toBeTruthy()
  expect(screen.getByRole('link', { name: '10' }).getAttribute('href')).toBe('/customer?filter=')
})
