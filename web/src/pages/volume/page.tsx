// The volume of one customer: everything known about them.
import { lazy } from 'react'
import type { PageDeclaration } from '@/lib/page'

export const page: PageDeclaration = { path: '/customer/:id', title: { zh: '客户', en: 'Customer' } }
export default lazy(() => import('@/pages/volume/volume-page'))
