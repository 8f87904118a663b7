// Requests: failures become sentences, and an ended session is renewed behind the scenes.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { api, ApiError, onSessionLost } from '@/lib/api'
import { serve } from '../../tests/server'

afterEach(() => onSessionLost(null))

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  return promise.then(
    () => expect.unreachable('it succeeded'),
    (error: unknown) => error as ApiError,
  )
}

describe('api', () => {
  it('turns a problem into an ApiError with its sentence, findings and id', async () => {
    const findings = [{ code: 'field_required', field: 'name', detail: 'A name is required.' }]
    serve(() => ({ status: 422, body: { code: 'invalid', detail: 'Not saved.', id: 'req_9', findings } }))
    const error = await failure(api.post('/customer', {}))
    expect(error).toBeInstanceOf(ApiError)
    expect([error.message, error.code, error.id, error.findings]).toEqual(['Not saved.', 'invalid', 'req_9', findings])
  })

  it('says that no server answered', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    const error = await failure(api.get('/session'))
    expect(error.code).toBe('offline')
    expect(error.message).toContain('cannot be reached')
  })

  it('sends a refused request again once the user has signed in, whatever it carried', async () => {
    let isSignedIn = false
    const asked = serve(() =>
      isSignedIn ? { body: { done: true } } : { status: 401, body: { code: 'not_signed_in' } },
    )
    onSessionLost(async () => {
      isSignedIn = true
    })
    await expect(api.patch('/customer/cus_1', { name: '王芳' }, { version: 3 })).resolves.toEqual({ done: true })
    expect(asked.map((one) => [one.method, one.body, one.headers['If-Match']])).toEqual([
      ['PATCH', { name: '王芳' }, '"3"'],
      ['PATCH', { name: '王芳' }, '"3"'],
    ])
  })

  it('leaves out of the address what is empty', async () => {
    const asked = serve(() => ({ body: {} }))
    await api.get('/customer', { query: { q: '', filter: undefined, page: 2 } })
    expect(asked[0]?.query.toString()).toBe('page=2')
  })
})
