// Answers asked for before the program is here: the first script asks, lib/api takes each of them once.
export const accepts = 'application/json, application/problem+json'

const asked = new Map<string, Promise<Response | undefined>>()

export function askEarly(path: string): void {
  const answer = fetch(`/api${path}`, { headers: { Accept: accepts } })
  asked.set(
    `/api${path}`,
    answer.catch(() => undefined),
  )
}

export function isAskedEarly(path: string): boolean {
  return asked.has(`/api${path}`)
}

/** The answer to this address; undefined when nobody asked, or when it was refused and is better asked again. */
export async function takeEarly(address: string): Promise<Response | undefined> {
  const answer = asked.get(address)
  asked.delete(address)
  const response = await answer
  return response?.ok ? response : undefined
}

/** What was asked for one person says nothing to the next. */
export function forgetEarly(): void {
  asked.clear()
}
