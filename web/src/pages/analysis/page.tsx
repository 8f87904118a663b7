// The analyses: what each means, what it yields, when it ran, and a button to run it.
import { lazy } from 'react'
import type { PageDeclaration } from '@/lib/page'

export const page: PageDeclaration = {
  path: '/analysis',
  title: 'analysis.title',
  menu: { group: 'analysis', order: 10, icon: 'chart', needs: 'customers' },
}
export default lazy(() => import('@/pages/analysis/analysis-page'))
