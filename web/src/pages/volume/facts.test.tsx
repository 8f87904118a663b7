// Changing a fact in place.
import { useState } from 'react'
import { beforeEach, expect, it } from 'vitest'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Facts } from '@/pages/volume/facts'
import type { Volume } from '@/pages/volume/volume-types'
import type { Field, ObjectDeclaration } from '@/lib/objects'
import { problem, show, type Answers } from '../../../tests/show'
import '@/pages/volume/words/words'

const field = (name: string, label: string, more: Partial<Field> = {}): Field => ({
  name,
  type: 'text',
  label: { en: label },
  right: 'write',
  source: 'demographic',
  ...more,
})
const object = {
  name: 'customer',
  title: 'name',
  label: { en: 'Customer' },
  rights: { edit: true },
  fields: [field('name', 'Name'), field('code', 'Number'), field('credit_code', 'Credit code', { right: 'masked' })],
} as unknown as ObjectDeclaration
const volume: Volume = {
  record: { id: 'cus_1', version: 3, name: '王芳', code: 'C1', credit_code: '91****' },
  titles: {},
  origins: { name: { kind: 'import', name: 'orders.csv', at: '2026-11-01T00:00:00Z' } },
  completeness: { score: 50, sources: [], missing: [] },
  size: { entries: 0, records: 0 },
  identities: [],
}

beforeEach(() => sessionStorage.clear())

function Page() {
  const [editing, setEditing] = useState<string | null>(null)
  return <Facts object={object} volume={volume} editing={editing} onEdit={setEditing} />
}

async function edit(answers: Answers) {
  const user = userEvent.setup()
  const shown = show(<Page />, { answers })
  await user.click(screen.getByRole('button', { name: 'Edit Name' }))
  const input = screen.getByRole('textbox')
  return { user, input, ...shown }
}

it('saves with Enter, stating the version it saw', async () => {
  const { user, input, sent } = await edit({
    'PATCH /customer/cus_1': { record: { id: 'cus_1', version: 4, name: '王方' } },
  })
  await user.clear(input)
  await user.type(input, '王方{Enter}')
  await waitFor(() => expect(screen.queryByRole('textbox')).toBeNull())
  expect(sent[0]).toMatchObject({ body: { name: '王方' }, version: '"3"' })
})

it('gives up with Escape and sends nothing', async () => {
  const { user, input, sent } = await edit({})
  await user.type(input, 'x{Escape}')
  expect(screen.queryByRole('textbox')).toBeNull()
  expect(sent).toHaveLength(0)
})

it('leaves the Enter of an input method alone', async () => {
  const { input, sent } = await edit({})
  fireEvent.keyDown(input, { key: 'Enter', isComposing: true })
  expect(screen.getByRole('textbox')).toBe(input)
  expect(sent).toHaveLength(0)
})

it('keeps what was typed when the server refuses it, with the reason', async () => {
  const refusal = () =>
    problem(422, 'invalid', 'Not valid', {
      findings: [{ code: 'x', field: 'name', detail: 'This name is not allowed' }],
    })
  const { user, input } = await edit({ 'PATCH /customer/cus_1': refusal })
  await user.clear(input)
  await user.type(input, '!!!{Enter}')
  expect((await screen.findByRole('alert')).textContent).toBe('This name is not allowed')
  expect(screen.getByRole('textbox')).toHaveProperty('value', '!!!')
})

it('shows both values when somebody else changed the same field', async () => {
  const conflict = () =>
    problem(412, 'conflict', 'Changed meanwhile', { current: { id: 'cus_1', version: 4, name: '汪芳', code: 'C1' } })
  const { user, input } = await edit({ 'PATCH /customer/cus_1': conflict })
  await user.clear(input)
  await user.type(input, '王方{Enter}')
  const dialog = await screen.findByRole('dialog')
  expect(dialog.textContent).toContain('王方')
  expect(dialog.textContent).toContain('汪芳')
})

it('saves without asking when somebody else changed another field', async () => {
  let tries = 0
  const { user, input, sent } = await edit({
    'PATCH /customer/cus_1': () => {
      tries += 1
      return tries === 1
        ? problem(412, 'conflict', 'Changed meanwhile', {
            current: { id: 'cus_1', version: 4, name: '王芳', code: 'C2' },
          })
        : { record: { id: 'cus_1', version: 5, name: '王方', code: 'C2' } }
    },
  })
  await user.clear(input)
  await user.type(input, '王方{Enter}')
  await waitFor(() => expect(screen.queryByRole('textbox')).toBeNull())
  expect(sent.filter((request) => request.method === 'PATCH').map((request) => request.version)).toEqual(['"3"', '"4"'])
})

it('does not offer a masked value for editing, and says where a value came from', () => {
  show(<Page />)
  expect(screen.queryByRole('button', { name: 'Edit Credit code' })).toBeNull()
  expect(screen.getByRole('img', { name: /from import orders.csv/ })).toBeTruthy()
})
