// The form of an object: what it sends, what it shows of the server's findings, and that nothing typed
// is lost.
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { RecordForm } from '@/record/form/record-form'
import { declare, field } from '../../../tests/declare'
import { draw } from '../../../tests/draw'
import { serve } from '../../../tests/server'

const object = declare('supplier', [
  field('name', 'text', { required: true }),
  field('phone', 'phone'),
  field('code', 'text', { right: 'read' }),
])
const record = { id: 'sup_1', version: 3, name: '王芳', phone: '+8613800138000' }
const noop = () => {}

describe('RecordForm', () => {
  it('creates a record from what was typed, and leaves out what was not', async () => {
    const asked = serve(({ method }) =>
      method === 'POST' ? { status: 201, body: { record: { ...record, version: 1 }, titles: {} } } : undefined,
    )
    const onSaved = vi.fn()
    draw(<RecordForm object={object} record={null} onSaved={onSaved} onCancel={noop} />, [object])
    fireEvent.change(screen.getByLabelText('name'), { target: { value: '李强' } })
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(onSaved).toHaveBeenCalled())
    expect(asked.find((one) => one.method === 'POST')?.body).toEqual({ name: '李强' })
    expect(screen.queryByLabelText('code')).toBeNull()
  })

  it('sends only the changed fields, with the version seen', async () => {
    const asked = serve(({ method }) =>
      method === 'PATCH' ? { body: { record: { ...record, version: 4 }, titles: {} } } : undefined,
    )
    draw(<RecordForm object={object} record={record} onSaved={noop} onCancel={noop} />, [object])
    fireEvent.change(screen.getByLabelText('name'), { target: { value: '王方' } })
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(asked.some((one) => one.method === 'PATCH')).toBe(true))
    const patch = asked.find((one) => one.method === 'PATCH')
    expect(patch?.body).toEqual({ name: '王方' })
    expect(patch?.headers['If-Match']).toBe('"3"')
  })

  it('shows a finding at its field', async () => {
    const findings = [{ code: 'field_required', field: 'name', detail: 'A name is required.' }]
    serve(({ method }) =>
      method === 'POST' ? { status: 422, body: { code: 'invalid', detail: 'Not saved.', findings } } : undefined,
    )
    draw(<RecordForm object={object} record={null} onSaved={noop} onCancel={noop} />, [object])
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByText('A name is required.')).toBeTruthy()
  })

  it('keeps what was typed when the page is loaded again', async () => {
    serve(() => undefined)
    const first = draw(<RecordForm object={object} record={null} onSaved={noop} onCancel={noop} />, [object])
    fireEvent.change(screen.getByLabelText('name'), { target: { value: '没保存' } })
    first.unmount()
    draw(<RecordForm object={object} record={null} onSaved={noop} onCancel={noop} />, [object])
    expect(screen.getByLabelText<HTMLInputElement>('name').value).toBe('没保存')
    fireEvent.click(screen.getByRole('button', { name: 'Discard it' }))
    expect(screen.getByLabelText<HTMLInputElement>('name').value).toBe('')
  })

  it('puts both versions to the user when somebody else was faster', async () => {
    const current = { ...record, version: 4, name: '汪芳' }
    const answered: number[] = []
    const asked = serve(({ method, headers }) => {
      if (method !== 'PATCH') return undefined
      answered.push(1)
      if (headers['If-Match'] === '"3"')
        return { status: 412, body: { code: 'version_conflict', detail: 'Changed.', current } }
      return { body: { record: { ...current, version: 5, name: '王方' }, titles: {} } }
    })
    const onSaved = vi.fn()
    draw(<RecordForm object={object} record={record} onSaved={onSaved} onCancel={noop} />, [object])
    fireEvent.change(screen.getByLabelText('name'), { target: { value: '王方' } })
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByText('汪芳')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Save as chosen' }))
    await waitFor(() => expect(onSaved).toHaveBeenCalled())
    const last = asked.filter((one) => one.method === 'PATCH').at(-1)
    expect(last?.headers['If-Match']).toBe('"4"')
    expect(last?.body).toEqual({ name: '王方' })
  })
})
