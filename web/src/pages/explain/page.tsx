// Why somebody may, or may not, do something with a record.
import { lazy } from 'react'
import type { PageDeclaration } from '@/lib/page'

export const page: PageDeclaration = {
  path: '/access/explain',
  title: { zh: '权限说明', en: 'Why can they see it?' },
  menu: { group: 'administration', order: 120, icon: 'question', duty: 'security' },
}

export default lazy(() => import('@/pages/explain/explain-page'))
