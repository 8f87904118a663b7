// The hand-made pages, found by their folders: each pages/*/page.tsx declares its path, its title,
// its place in the menu, and its component (lazy, so that its code is loaded when it is opened).
import type { ComponentType } from 'react'
import { t } from '@/lib/i18n'
import { pick } from '@/lib/language'
import { noteShownByPage, type PageDeclaration } from '@/lib/page'

interface PageModule {
  default: ComponentType
  page: PageDeclaration
}

const modules = import.meta.glob<PageModule>('../pages/*/page.tsx', { eager: true })

export const pages: PageModule[] = Object.values(modules)
pages.forEach(({ page }) => page.shows && noteShownByPage(page.shows))

export function pageTitle(page: PageDeclaration): string {
  return typeof page.title === 'string' ? t(page.title) : pick(page.title)
}
