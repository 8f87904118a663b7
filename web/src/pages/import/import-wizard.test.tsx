// From the columns to the run, against a server that answers from a table.
import { expect, it } from 'vitest'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { ImportWizard } from '@/pages/import/import-wizard'
import { show, type Sent } from '../../../tests/show'
import '@/pages/import/words/words'

const item = {
  id: 'imp_1',
  name: '客户.csv',
  state: 'uploaded',
  bytes: 100,
  bytes_done: 0,
  rows: 0,
  created: 0,
  updated: 0,
  skipped: 0,
  wrong: 0,
}
const preview = {
  encoding: 'GB18030',
  delimiter: ',',
  has_header: true,
  row_estimate: 3,
  columns: [{ index: 0, name: '姓名', samples: ['王芳'], proposed: 'name', confidence: 0.97, reason: 'header' }],
  rows: [['王芳']],
  findings: [],
  object: 'customer',
  objects: [{ name: 'customer', score: 1 }],
  targets: [{ path: 'name', label: { en: 'Name' }, required: true, type: 'text' }],
}
const answers = {
  'GET /imports/imp_1': item,
  'GET /imports/imp_1/preview': preview,
  'GET /objects': { objects: [] },
  'POST /imports/imp_1/check': {
    checked_rows: 3,
    is_whole: true,
    create: 2,
    update: 0,
    skip: 0,
    wrong: 1,
    findings: [{ line: 4, column: 'name', value: '', detail: 'Name is empty' }],
    sample: [],
  },
  'POST /imports/imp_1/run': {
    ...item,
    state: 'done',
    object: 'customer',
    bytes_done: 100,
    rows: 3,
    created: 2,
    wrong: 1,
  },
}

it('checks before it runs, and runs the plan that was checked', async () => {
  const user = userEvent.setup()
  const { sent } = show(<ImportWizard id="imp_1" />, { answers, path: '/import/imp_1' })
  await user.click(await screen.findByRole('button', { name: 'Check' }))
  expect((await screen.findByText('Name is empty')).textContent).toBeTruthy()
  expect(sent.some((request: Sent) => request.path.endsWith('/run'))).toBe(false)
  await user.click(screen.getByRole('button', { name: 'Import 2 rows' }))
  await waitFor(() => expect(screen.getByTestId('import-verdict-with_wrong')).toBeTruthy())
  const bodies = sent.filter((request) => request.method === 'POST').map((request) => request.body)
  expect(bodies[1]).toEqual(bodies[0])
  expect(bodies[0]).toEqual({
    object: 'customer',
    mapping: [{ column: 0, path: 'name' }],
    constants: {},
    policy: 'fill',
  })
})

it('does not go on while a required field has no source', async () => {
  const unmapped = { ...preview, columns: [{ ...preview.columns[0], proposed: null, confidence: 0 }] }
  show(<ImportWizard id="imp_2" />, {
    answers: { ...answers, 'GET /imports/imp_2': { ...item, id: 'imp_2' }, 'GET /imports/imp_2/preview': unmapped },
  })
  expect((await screen.findByRole('button', { name: 'Check' })).hasAttribute('disabled')).toBe(true)
  expect(screen.getByText(/Required, but nothing gives it a value: Name/)).toBeTruthy()
})
