// Draws a component as the application would: cache, router, component library, a signed-in user, and
// a server that answers from a table.
import type { ReactNode } from 'react'
import { QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import { App as AntApp } from 'antd'
import { MemoryRouter } from 'react-router'
import { vi } from 'vitest'
import { newQueryClient } from '@/lib/query-client'
import { setLanguage } from '@/lib/language'

export interface Sent {
  method: string
  path: string
  body: unknown
  version: string | null
}

/** "POST /imports/1/run" → what the server says; a function sees what was sent. */
export type Answers = Record<string, unknown | ((sent: Sent) => Response | unknown)>

const session = {
  user: { id: 'usr_1', name: '陈经理', email: 'chen@example.com' },
  roles: [],
  is_administrator: true,
  version: '0.1.0',
  currency: 'CNY',
}

interface Setting {
  answers?: Answers
  path?: string
  /** Of who is signed in, where that matters. */
  who?: object
}

export function show(content: ReactNode, { answers = {}, path = '/', who }: Setting = {}) {
  setLanguage('en')
  const sent = serve(answers)
  const client = newQueryClient()
  client.setQueryData(['session'], { ...session, ...who })
  const screen = render(
    <QueryClientProvider client={client}>
      <AntApp>
        <MemoryRouter initialEntries={[path]}>{content}</MemoryRouter>
      </AntApp>
    </QueryClientProvider>,
  )
  return { ...screen, sent, client }
}

function serve(answers: Answers): Sent[] {
  const all: Sent[] = []
  vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
    const url = new URL(address, 'http://juan.test')
    const sent = {
      method: init.method ?? 'GET',
      path: url.pathname.replace(/^\/api/, ''),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
      version: new Headers(init.headers).get('If-Match'),
    }
    all.push(sent)
    const key = `${sent.method} ${sent.path}`
    if (!(key in answers)) return problem(404, 'not_found', `No answer for ${key}`)
    const given = answers[key]
    const answer = typeof given === 'function' ? await given(sent) : given
    return answer instanceof Response
      ? answer
      : new Response(JSON.stringify(answer), { headers: { 'Content-Type': 'application/json' } })
  })
  return all
}

export function problem(status: number, code: string, detail: string, more: object = {}): Response {
  return new Response(JSON.stringify({ status, code, detail, ...more }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  })
}
