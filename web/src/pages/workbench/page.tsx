// The workbench: the first page of the day.
import { lazy } from 'react'
import type { PageDeclaration } from '@/lib/page'

export const page: PageDeclaration = {
  path: '/workbench',
  title: 'workbench.title',
  menu: { group: 'work', order: 1, icon: 'dashboard' },
}
export default lazy(() => import('@/pages/workbench/workbench-page'))
