// Titles of records that came without one: chosen a moment ago in a link input, made by no person, or
// not to be seen.
import type { QueryClient } from '@tanstack/react-query'
import { t } from '@/lib/i18n'

export function noteChosenTitle(client: QueryClient, id: string, title: string): void {
  client.setQueryData(['title', id], title)
}

export function chosenTitle(client: QueryClient, id: string): string | undefined {
  return client.getQueryData<string>(['title', id])
}

/** The id of nobody stands for the system: what no person did. */
export function titleOfUnseen(id: string): string {
  return t(/_0+$/.test(id) ? 'link.system' : 'link.unseen')
}
