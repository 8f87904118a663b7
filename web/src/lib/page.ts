// What a page folder says about itself, beside its default component.
import type { Text } from '@/lib/language'
import type { Duty } from '@/lib/session'

/** What somebody must be able to do before a page is of use to them, where a duty does not say it. */
export type Need = 'import' | 'customers' | 'people'

export interface PageDeclaration {
  /** Route of the router: '/customer/:id'. */
  path: string
  /** Title in both languages, or a key of the word lists. */
  title: Text | string
  /** Where it stands in the left menu; absent keeps it out. */
  menu?: { group: string; order: number; icon?: string; duty?: Duty; needs?: Need }
  /** An object whose records this page shows in full: its list opens the page instead of a drawer. */
  shows?: string
}

const shown_by_pages = new Set<string>()

export function noteShownByPage(object: string): void {
  shown_by_pages.add(object)
}

export function isShownByPage(object: string): boolean {
  return shown_by_pages.has(object)
}
