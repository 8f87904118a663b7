// What a person reads when an import has ended.
import { expect, it } from 'vitest'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { Import } from '@/pages/import/import-types'
import { ResultStep } from '@/pages/import/result-step'
import { show } from '../../../tests/show'
import '@/pages/import/words/words'

const item: Import = {
  id: 'imp_1',
  name: 'a.csv',
  object: 'customer',
  state: 'done',
  bytes: 1000,
  bytes_done: 1000,
  rows: 60,
  created: 40,
  updated: 15,
  skipped: 0,
  wrong: 0,
}

it('says a whole import succeeded', () => {
  show(<ResultStep item={item} />)
  expect(screen.getByTestId('import-verdict-success')).toHaveProperty(
    'textContent',
    'Done: all 60 rows were processed, 55 records written',
  )
})

it('offers the wrong rows and does not speak of success', () => {
  show(<ResultStep item={{ ...item, wrong: 5 }} />)
  expect(screen.queryByTestId('import-verdict-success')).toBeNull()
  expect(screen.getByRole('link', { name: /Download the 5 wrong rows/ }).getAttribute('href')).toBe(
    '/api/imports/imp_1/wrong.csv',
  )
})

it('shows a cancelled import as an error with what was kept', () => {
  show(<ResultStep item={{ ...item, state: 'cancelled', bytes_done: 500 }} />)
  const alert = screen.getByRole('alert')
  expect(alert.textContent).toContain('cancelled, at 50% of the file')
  expect(alert.textContent).toContain('55 records were written and are kept')
})

it('shows why an import failed', () => {
  show(<ResultStep item={{ ...item, state: 'failed', error: { code: 'disk_full', detail: 'The disk is full.' } }} />)
  expect(screen.getByRole('alert').textContent).toContain('The disk is full.')
})

it('lets an import that stopped go on with the columns it had', async () => {
  const cancelled: Import = { ...item, state: 'cancelled', bytes_done: 500, may_run: true }
  const { sent } = show(<ResultStep item={cancelled} />, {
    answers: { 'POST /imports/imp_1/run': { ...cancelled, state: 'waiting' } },
  })
  expect(screen.getByRole('link', { name: 'Change columns and begin anew' }).getAttribute('href')).toBe(
    '/import/imp_1?step=columns',
  )
  await userEvent.setup().click(screen.getByRole('button', { name: 'Go on with the import' }))
  await waitFor(() => expect(sent.find((request) => request.path.endsWith('/run'))?.body).toEqual({}))
})

it('does not offer it for a whole import', () => {
  show(<ResultStep item={item} />)
  expect(screen.queryByRole('button', { name: 'Go on with the import' })).toBeNull()
})
