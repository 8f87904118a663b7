// The list of an object: what it asks the server, what it shows, and changes in place.
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ListView } from '@/record/list/list-view'
import { declare, field } from '../../../tests/declare'
import { draw } from '../../../tests/draw'
import { serve, type Asked } from '../../../tests/server'

const object = declare('supplier', [
  field('name', 'text'),
  field('stage', 'choice', { choices: [{ value: 'new', label: { zh: '新', en: 'New' } }] }),
  field('total', 'money', { right: 'read' }),
])
const items = [
  { id: 'sup_1', version: 3, name: '王芳', stage: 'new', total: { amount: 1234.5, currency: 'CNY' } },
  { id: 'sup_2', version: 1, name: '李强', stage: null, total: null },
]
const list = { items, total: 1236, page: 1, page_size: 50, next_page_token: null, titles: {} }

function answer({ method, path }: Asked) {
  return method === 'GET' && path === '/supplier' ? { body: list } : undefined
}
const lastList = (asked: Asked[]) => asked.filter((one) => one.method === 'GET' && one.path === '/supplier').at(-1)

describe('ListView', () => {
  it('shows the records, their values as people read them, and the exact total', async () => {
    serve(answer)
    draw(<ListView object={object} />, [object], '/supplier')
    expect(await screen.findByText('王芳')).toBeTruthy()
    expect(screen.getByText('¥1,234.50')).toBeTruthy()
    expect(screen.getByText('1,236 in all')).toBeTruthy()
  })

  it('asks for what the address says', async () => {
    const asked = serve(answer)
    draw(
      <ListView object={object} />,
      [object],
      `/supplier?filter=${encodeURIComponent('stage = new')}&q=wang&sort=-total&page=2`,
    )
    await screen.findByText('王芳')
    expect(Object.fromEntries(lastList(asked)?.query ?? [])).toEqual({
      filter: 'stage = new',
      q: 'wang',
      order_by: '-total',
      page: '2',
      page_size: '50',
    })
    expect(screen.getByText('stage is New')).toBeTruthy()
  })

  it('sorts by a heading, and by several with Shift', async () => {
    const asked = serve(answer)
    const { router } = draw(<ListView object={object} />, [object], '/supplier?filter=')
    await screen.findByText('王芳')
    const heading = (name: string) =>
      within(screen.getAllByRole('table')[0] as HTMLElement).getByRole('button', { name: new RegExp(name) })
    fireEvent.click(heading('name'))
    await waitFor(() => expect(lastList(asked)?.query.get('order_by')).toBe('name'))
    fireEvent.click(heading('total'), { shiftKey: true })
    await waitFor(() => expect(lastList(asked)?.query.get('order_by')).toBe('name,total'))
    expect(router.state.location.search).toContain('sort=name%2Ctotal')
  })

  it('takes a change in place back when the server refuses it, and keeps what was typed', async () => {
    serve((asked) =>
      asked.method === 'PATCH'
        ? { status: 422, body: { code: 'invalid', detail: 'That name is taken.' } }
        : answer(asked),
    )
    draw(<ListView object={object} />, [object], '/supplier?filter=')
    const cell = (await screen.findByText('王芳')).closest('[data-cell]') as HTMLElement
    fireEvent.doubleClick(cell)
    const input = screen.getByDisplayValue('王芳')
    fireEvent.change(input, { target: { value: '李强' } })
    fireEvent.keyDown(input, { key: 'Enter' })
    expect(await screen.findByText('That name is taken.')).toBeTruthy()
    expect(screen.getByDisplayValue('李强')).toBeTruthy()
  })

  it('says what is wrong with a filter in the words of the server', async () => {
    serve(() => ({
      status: 400,
      body: { code: 'condition_invalid', detail: 'At 7: a value is missing.', id: 'req_1' },
    }))
    draw(<ListView object={object} />, [object], '/supplier?filter=stage+%3D')
    expect(await screen.findByText('At 7: a value is missing.')).toBeTruthy()
    expect(screen.getByText('Request id req_1')).toBeTruthy()
  })
})
