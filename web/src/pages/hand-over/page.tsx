// Somebody leaves: what is theirs passes to colleagues.
import { lazy } from 'react'
import type { PageDeclaration } from '@/lib/page'

export const page: PageDeclaration = {
  path: '/hand-over/:id?',
  title: { zh: '离职交接', en: 'Hand-over' },
  menu: { group: 'administration', order: 110, icon: 'swap', needs: 'people' },
}

export default lazy(() => import('@/pages/hand-over/hand-over-page'))
