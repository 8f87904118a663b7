// The one door to the server: every request of the web part passes here. A failure becomes an
// ApiError that carries a sentence to show; a lost session is renewed and the request sent again,
// so that the page behind the dialog never notices and nothing typed is lost.
import { accepts, takeEarly } from '@/lib/early'
import { t } from '@/lib/i18n'

export interface Finding {
  code: string
  field?: string
  detail: string
}

interface Problem {
  title?: string
  status?: number
  code?: string
  detail?: string
  id?: string
  findings?: Finding[]
  current?: unknown
}

/** A request that did not succeed. `message` is a whole sentence in the user's language. */
export class ApiError extends Error {
  readonly status: number
  /** Stable name of the error; 'offline' when no server answered. */
  readonly code: string
  /** The request's id in the server's log. */
  readonly id: string | undefined
  readonly findings: Finding[]
  /** On a version conflict (412): the record as it now stands. */
  readonly current: unknown

  constructor(status: number, problem: Problem) {
    super(problem.detail || problem.title || t('error.status', { status }))
    this.name = 'ApiError'
    this.status = status
    this.code = problem.code ?? `http_${status}`
    this.id = problem.id
    this.findings = problem.findings ?? []
    this.current = problem.current
  }
}

export interface Options {
  query?: Record<string, string | number | boolean | null | undefined>
  /** The version of the record the writer saw. */
  version?: number
  signal?: AbortSignal
  /** Do not ask to sign in again on 401. */
  anonymous?: boolean
}

type SignIn = () => Promise<void>
let signInAgain: SignIn | null = null

/** Registers what to do when the session has ended: resolves once the user is signed in again. */
export function onSessionLost(handler: SignIn | null): void {
  signInAgain = handler
}

export const api = {
  get: <T>(path: string, options?: Options) => request<T>('GET', path, undefined, options),
  post: <T>(path: string, body?: unknown, options?: Options) => request<T>('POST', path, body, options),
  put: <T>(path: string, body: unknown, options?: Options) => request<T>('PUT', path, body, options),
  patch: <T>(path: string, body: unknown, options?: Options) => request<T>('PATCH', path, body, options),
  delete: <T>(path: string, options?: Options) => request<T>('DELETE', path, undefined, options),
}

/** The server has no such address: it is older than this page, or was started without that part. */
export function isUnknownRoute(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false
  return ['route_unknown', 'object_unknown', 'method_not_allowed'].includes(error.code)
}

/** Fetches a file, so that a refusal comes as a sentence and not as a page of its own. */
export async function fetchFile(path: string, query?: Options['query']): Promise<{ file: Blob; name: string }> {
  const response = await send('GET', path, undefined, { query })
  if (!response.ok) return read(response)
  const disposition = response.headers.get('Content-Disposition') ?? ''
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1]
  return { file: await response.blob(), name: encoded ? decodeURIComponent(encoded) : (plain ?? 'download') }
}

/** Sends a request to /api. `path` begins after /api: '/customer'. A Blob body goes as raw bytes. */
export async function request<T>(method: string, path: string, body?: unknown, options: Options = {}): Promise<T> {
  const response = await send(method, path, body, options)
  if (response.status === 401 && !options.anonymous && signInAgain) {
    await signInAgain()
    return read<T>(await send(method, path, body, options))
  }
  return read<T>(response)
}

async function send(method: string, path: string, body: unknown, options: Options): Promise<Response> {
  try {
    const place = address(path, options.query)
    const early = method === 'GET' ? await takeEarly(place) : undefined
    if (early) return early
    return await fetch(place, {
      method,
      headers: headers(body, options),
      body: body === undefined ? undefined : body instanceof Blob ? body : JSON.stringify(body),
      credentials: 'same-origin',
      signal: options.signal,
    })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(0, { code: 'offline', detail: t('error.offline') })
  }
}

/** The full address of an API path with its query; also for links to downloads. */
export function address(path: string, query?: Options['query']): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  if (!text) return `/api${path}`
  return `/api${path}${path.includes('?') ? '&' : '?'}${text}`
}

function headers(body: unknown, options: Options): Record<string, string> {
  const result: Record<string, string> = { Accept: accepts }
  if (body instanceof Blob) result['Content-Type'] = 'application/octet-stream'
  else if (body !== undefined) result['Content-Type'] = 'application/json'
  if (options.version !== undefined) result['If-Match'] = `"${options.version}"`
  return result
}

async function read<T>(response: Response): Promise<T> {
  const text = await response.text()
  const isJson = (response.headers.get('Content-Type') ?? '').includes('json')
  if (!response.ok) throw new ApiError(response.status, isJson ? parse<Problem>(text) : {})
  if (text && !isJson) throw new ApiError(response.status, { code: 'not_json', detail: t('error.not_json') })
  return (text ? parse<T>(text) : undefined) as T
}

function parse<T>(text: string): T {
  try {
    return JSON.parse(text) as T
  } catch {
    throw new ApiError(0, { code: 'not_json', detail: t('error.not_json') })
  }
}
