// Keys by which other programs come in.
import { lazy } from 'react'
import type { PageDeclaration } from '@/lib/page'

export const page: PageDeclaration = {
  path: '/keys',
  title: { zh: '接口密钥', en: 'API keys' },
  menu: { group: 'administration', order: 140, icon: 'key', duty: 'system' },
}

export default lazy(() => import('@/pages/api-keys/keys-page'))
