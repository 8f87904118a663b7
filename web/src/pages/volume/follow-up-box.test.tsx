// Writing a follow-up loses nothing.
import { beforeEach, expect, it } from 'vitest'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { FollowUpBox } from '@/pages/volume/follow-up-box'
import type { Volume } from '@/pages/volume/volume-types'
import { problem, show } from '../../../tests/show'
import '@/pages/volume/words/words'

const volume = { record: { id: 'cus_1', version: 1 } } as unknown as Volume
const objects = { 'GET /objects': { objects: [] } }
const box = () => screen.getByRole('textbox', { name: 'What happened' })

beforeEach(() => sessionStorage.clear())

it('keeps the draft until it is saved', async () => {
  const user = userEvent.setup()
  const first = show(<FollowUpBox volume={volume} title="王芳" />, { answers: objects })
  await user.type(box(), 'she asked about service')
  first.unmount()
  const { sent } = show(<FollowUpBox volume={volume} title="王芳" />, {
    answers: { ...objects, 'POST /customer/cus_1/timeline': { id: 'ent_1' } },
  })
  expect(box()).toHaveProperty('value', 'she asked about service')
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(box()).toHaveProperty('value', ''))
  expect(sent.find((request) => request.method === 'POST')?.body).toEqual({
    kind: 'call',
    text: 'she asked about service',
  })
})

it('keeps the text and says why when the server refuses it', async () => {
  const user = userEvent.setup()
  const answers = {
    ...objects,
    'POST /customer/cus_1/timeline': () => problem(403, 'forbidden', 'You may not write here'),
  }
  show(<FollowUpBox volume={volume} title="王芳" />, { answers })
  await user.type(box(), 'x')
  await user.click(screen.getByRole('button', { name: 'Save' }))
  expect((await screen.findByRole('alert')).textContent).toContain('You may not write here')
  expect(box()).toHaveProperty('value', 'x')
})
