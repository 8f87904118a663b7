// One's own account: password, second factor, where one is signed in.
import { lazy } from 'react'
import type { PageDeclaration } from '@/lib/page'

export const page: PageDeclaration = { path: '/account', title: 'shell.account' }

export default lazy(() => import('@/pages/account/account-page'))
