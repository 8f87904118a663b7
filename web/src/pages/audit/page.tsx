// Who did what, for those whose duty it is to look.
import { lazy } from 'react'
import type { PageDeclaration } from '@/lib/page'

export const page: PageDeclaration = {
  path: '/audit',
  title: { zh: '审计日志', en: 'Audit log' },
  menu: { group: 'administration', order: 160, icon: 'audit', duty: 'audit' },
}

export default lazy(() => import('@/pages/audit/audit-page'))
