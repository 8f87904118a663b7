// Who is signed in. The session lives in a cookie the page cannot read; this is what the server
// says about it.
import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { api, ApiError } from '@/lib/api'
import { forgetEarly } from '@/lib/early'

/** What an account may do beside the work with records. */
export type Duty = 'system' | 'security' | 'audit'

export interface Session {
  user: { id: string; name: string; email: string }
  roles: { id: string; name: string }[]
  is_administrator: boolean
  /** Absent from servers that only know administrators, who have all. */
  duties?: Duty[]
  /** Somebody looks through this user's eyes; nothing can be written meanwhile. */
  viewing_as?: { id: string; name: string } | null
  /** What is still owed before anything else opens. */
  needs?: 'second_factor_setup' | 'second_factor_code' | 'password_change' | null
  version: string
  currency: string
}

const key = ['session']
let currentUser = ''

/** The session, or null when nobody is signed in. */
export async function fetchSession(): Promise<Session | null> {
  try {
    const session = await api.get<Session>('/session', { anonymous: true })
    currentUser = session.user.id
    return session
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}

export const sessionQuery = queryOptions({ queryKey: key, queryFn: fetchSession, staleTime: Infinity, retry: false })

export function useSessionQuery() {
  return useQuery(sessionQuery)
}

/** The session of a page that is only drawn when somebody is signed in. */
export function useSession(): Session {
  const session = useQueryClient().getQueryData<Session | null>(key)
  if (!session) throw new Error('useSession needs a signed-in page around it.')
  return session
}

export function hasDuty(session: Session, duty: Duty): boolean {
  return session.duties ? session.duties.includes(duty) : session.is_administrator
}

export function useDuty(duty: Duty): boolean {
  return hasDuty(useSession(), duty)
}

export interface Credentials {
  email: string
  password: string
  /** Of the second factor: six digits. */
  code?: string
  recovery_code?: string
}

/** The code of the refusal that asks for a second factor at sign-in. */
export const second_factor_needed = 'second_factor_needed'

/** Where that is done which must be done before anything else opens. */
const first_steps: Record<string, string> = {
  second_factor_setup: '/second-factor',
  second_factor_code: '/login?needs=code',
  password_change: '/password',
}

/** The page to go to first: by what a session owes, or by the code of a refusal. */
export function firstStepOf(what: unknown): string | undefined {
  if (what instanceof ApiError) return first_steps[what.code.replace(/_needed$/, '')]
  const needs = (what as Session | null | undefined)?.needs
  return needs ? first_steps[needs] : undefined
}

export async function signIn(client: QueryClient, credentials: Credentials): Promise<Session> {
  const session = await api.post<Session>('/session', credentials, { anonymous: true })
  keepSession(client, session)
  return session
}

/** Gives the second factor of a session that began elsewhere, at an identity provider. */
export async function completeSession(client: QueryClient, second: Pick<Credentials, 'code' | 'recovery_code'>) {
  const session = await api.post<Session>('/session/second-factor', second, { anonymous: true })
  keepSession(client, session)
  return session
}

export function keepSession(client: QueryClient, session: Session): void {
  currentUser = session.user.id
  forgetEarly()
  client.setQueryData(key, session)
}

export async function signOut(client: QueryClient): Promise<void> {
  await api.delete('/session', { anonymous: true })
  forgetEarly()
  client.clear()
  client.setQueryData(key, null)
}

/** Id of the signed-in user; empty before sign-in. Names the user's own keys in browser storage. */
export function sessionUser(): string {
  return currentUser
}
