// A role: what it may do, drawn as a table of rights instead of a form.
import { lazy } from 'react'
import type { PageDeclaration } from '@/lib/page'

export const page: PageDeclaration = {
  path: '/role/:id/:mode?',
  title: { zh: '角色', en: 'Role' },
  shows: 'role',
}

export default lazy(() => import('@/pages/role/role-page'))
