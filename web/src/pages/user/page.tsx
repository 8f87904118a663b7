// A user: the record, what the account can do, and what is done with the account.
import { lazy } from 'react'
import type { PageDeclaration } from '@/lib/page'

export const page: PageDeclaration = { path: '/user/:id', title: { zh: '用户', en: 'User' }, shows: 'user' }

export default lazy(() => import('@/pages/user/user-page'))
