// Rules of passwords and sign-ins.
import { lazy } from 'react'
import type { PageDeclaration } from '@/lib/page'

export const page: PageDeclaration = {
  path: '/security-settings',
  title: { zh: '安全设置', en: 'Security' },
  menu: { group: 'administration', order: 130, icon: 'lock', duty: 'security' },
}

export default lazy(() => import('@/pages/security-settings/settings-page'))
