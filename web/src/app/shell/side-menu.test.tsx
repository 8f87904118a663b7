// The menu shows what is of use to whoever is signed in, and nothing else.
import { expect, it } from 'vitest'
import { screen, waitFor } from '@testing-library/react'
import { menuGroups } from '@/app/shell/menu-items'
import { SideMenu } from '@/app/shell/side-menu'
import type { Session } from '@/lib/session'
import { declare, field } from '../../../tests/declare'
import { show } from '../../../tests/show'

const session = { user: { id: 'usr_1' }, roles: [], is_administrator: false, duties: [] } as unknown as Session
const none = { create: false, read: false, edit: false, delete: false, export: false, import: false }
const customer = declare('customer', [field('name', 'text')])
const user = declare('user', [field('name', 'text'), field('manager', 'link', { to: 'user' })])

const paths = (...given: Parameters<typeof menuGroups>) =>
  menuGroups(...given).flatMap((group) => group.entries.map((entry) => entry.path))

it('keeps import and analysis from those who can do nothing there', () => {
  expect(paths([customer], session, false)).toContain('/import')
  expect(paths([{ ...customer, rights: none }], session, false)).not.toContain('/import')
  expect(paths([{ ...customer, rights: { ...none, read: true } }], session, false)).toContain('/analysis')
  expect(paths([{ ...customer, rights: none }], session, false)).not.toContain('/analysis')
})

it('leads whoever has people, or a duty that covers it, to the hand-over', () => {
  expect(paths([], session, false)).not.toContain('/hand-over')
  expect(paths([], session, true)).toContain('/hand-over')
  expect(paths([], { ...session, duties: ['security'] }, false)).toContain('/hand-over')
  expect(paths([], { ...session, duties: ['audit'] }, false)).not.toContain('/hand-over')
})

it('asks the server whether somebody has people', async () => {
  const led = { items: [{ id: 'usr_2' }], total: 1, titles: {} }
  const drawn = show(<SideMenu />, { who: session, answers: { 'GET /objects': { objects: [user] }, 'GET /user': led } })
  await waitFor(() => expect(screen.getByRole('link', { name: 'Hand-over' })).toBeTruthy())
  expect(drawn.sent.some((one) => one.path === '/user')).toBe(true)
})
