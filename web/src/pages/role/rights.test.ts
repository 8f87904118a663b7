// Rights of a role as the editor shows them; the cases are those of docs/guide/permissions.md.
import { describe, expect, it } from 'vitest'
import { declare, field } from '../../../tests/declare'
import {
  compiled,
  declared,
  declaredFieldRight,
  mayReveal,
  readRights,
  withReveal,
  writeRights,
  type DeclaredObject,
} from '@/pages/role/rights'

const customer: DeclaredObject = {
  ...declare('customer', [
    field('name', 'text'),
    field('phone', 'phone', { sensitivity: 'personal' }),
    field('id_number', 'text', { sensitivity: 'sensitive' }),
    field('created_at', 'instant', { system: true }),
  ]),
  access: { manager: 'team_below', sales: 'own', viewer: 'read' },
}
const phone = customer.fields[1]!

describe('rights of a role', () => {
  it('begin with what the declaration gives the code', () => {
    expect(declared(customer, 'sales')).toMatchObject({ read: 'own', edit: 'own', create: true })
    expect(declared(customer, 'viewer')).toMatchObject({ read: 'all', edit: 'none', create: false })
    expect(declared(customer, 'stranger')).toMatchObject({ read: 'none', create: false })
    expect(declared(customer, 'administrator')).toMatchObject({ read: 'all', delete: 'all', import: true })
  })

  it('are overlaid by what the role says, and only by that', () => {
    expect(compiled(customer, 'sales', { read: 'team', delete: 'none', create: undefined })).toEqual({
      read: 'team',
      edit: 'own',
      delete: 'none',
      export: 'own',
      create: true,
      import: true,
      where: '',
    })
  })

  it('hide what is sensitive, and let those write fields who may change records', () => {
    const right = (name: string, code: string, said = {}) =>
      declaredFieldRight(
        customer,
        code,
        said,
        customer.fields.find((one) => one.name === name)!,
      )
    expect(right('id_number', 'sales')).toBe('hidden')
    expect(right('id_number', 'administrator')).toBe('write')
    expect(right('phone', 'sales')).toBe('write')
    expect(right('phone', 'viewer')).toBe('masked')
    expect(right('phone', 'viewer', { read: 'own' })).toBe('read')
    expect(right('name', 'viewer')).toBe('read')
    expect(right('phone', 'viewer', { edit: 'own' })).toBe('write')
    expect(right('created_at', 'sales')).toBe('read')
  })

  it('take the rights of a field from a declaration that names it', () => {
    const guarded: DeclaredObject = { ...customer, access: { sales: { read: 'all', fields: { phone: 'masked' } } } }
    expect(declaredFieldRight(guarded, 'sales', {}, phone)).toBe('masked')
    expect(declared(guarded, 'sales')).toMatchObject({ read: 'all', edit: 'none' })
  })

  it('let one masked field after the other be asked for', () => {
    const both = withReveal({ reveal: true }, 'email', false, ['phone', 'email'])
    expect(both.reveal).toEqual(['phone'])
    expect(mayReveal(both, 'phone')).toBe(true)
    expect(mayReveal(both, 'email')).toBe(false)
    expect(withReveal(both, 'phone', false, ['phone', 'email']).reveal).toBeUndefined()
  })

  it('write a word out, and leave out what says nothing', () => {
    expect(readRights({ order: 'read' })).toEqual({
      order: { read: 'all', edit: 'none', delete: 'none', export: 'none', create: false, import: false },
    })
    expect(readRights(null)).toEqual({})
    expect(
      writeRights({
        customer: { read: undefined, where: '', fields: {} },
        order: { edit: 'none', fields: { a: 'read' } },
      }),
    ).toEqual({ order: { edit: 'none', fields: { a: 'read' } } })
  })
})
