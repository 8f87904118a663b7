// The buttons of identity providers, and what is said to somebody whom one sent back.
import { expect, it } from 'vitest'
import { screen } from '@testing-library/react'
import { ProviderProblem, Providers } from '@/app/sign-in/providers'
import { show } from '../../../tests/show'

const items = [{ id: 'idp_1', name: 'Example Corp' }]

it('leads to the provider and says where to go on afterwards', async () => {
  const answer = { items, problem: null }
  show(<Providers page="/customer?filter=a b" />, { answers: { 'GET /session/providers': answer } })
  const link = await screen.findByRole('link', { name: 'Sign in with Example Corp' })
  expect(link.getAttribute('href')).toBe('/api/session/oidc/idp_1?page=%2Fcustomer%3Ffilter%3Da%20b')
})

it('says what went wrong at the provider', async () => {
  const path = '/login?problem=openid_state&provider=idp_1'
  const answer = { items, problem: 'Please sign in again.' }
  show(<ProviderProblem />, {
    path,
    answers: { 'GET /session/providers': answer },
  })
  expect((await screen.findByRole('alert')).textContent).toContain('Please sign in again.')
})

it('shows nothing where there is no provider', () => {
  show(<Providers page="/" />, {
    answers: { 'GET /session/providers': { items: [], problem: null } },
  })
  expect(screen.queryByRole('link')).toBeNull()
})
