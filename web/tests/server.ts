// A stand-in for the server in tests: answers by method and path, and remembers what was asked.
import { vi } from 'vitest'

export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  body: unknown
  headers: Record<string, string>
}

export type Answer = { status?: number; body?: unknown } | undefined
export type Handler = (asked: Asked) => Answer

/** Replaces fetch; a request nobody answers is a 404. */
export function serve(handler: Handler): Asked[] {
  const all: Asked[] = []
  vi.stubGlobal('fetch', async (address: string, options: RequestInit = {}) => {
    const url = new URL(address, 'http://localhost')
    const asked: Asked = {
      method: options.method ?? 'GET',
      path: url.pathname.replace(/^\/api/, ''),
      query: url.searchParams,
      body: typeof options.body === 'string' ? JSON.parse(options.body) : undefined,
      headers: options.headers as Record<string, string>,
    }
    all.push(asked)
    const answer = handler(asked) ?? { status: 404, body: { code: 'not_found', detail: `nothing at ${asked.path}` } }
    const status = answer.status ?? 200
    const type = status >= 400 ? 'application/problem+json' : 'application/json'
    const isEmpty = status === 204
    return new Response(isEmpty ? null : JSON.stringify(answer.body ?? {}), {
      status,
      headers: { 'Content-Type': type },
    })
  })
  return all
}
