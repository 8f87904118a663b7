// Whether everything could be brought back, and from when.
import { lazy } from 'react'
import type { PageDeclaration } from '@/lib/page'

export const page: PageDeclaration = {
  path: '/backup',
  title: { zh: '备份', en: 'Backup' },
  menu: { group: 'administration', order: 150, icon: 'save', duty: 'system' },
}

export default lazy(() => import('@/pages/backup/backup-page'))
