// The import wizard: /import to begin, /import/ID for one import, whatever state it is in.
import { lazy } from 'react'
import type { PageDeclaration } from '@/lib/page'

export const page: PageDeclaration = {
  path: '/import/:id?',
  title: { zh: '导入', en: 'Import' },
  menu: { group: 'data', order: 10, icon: 'import', needs: 'import' },
}
export default lazy(() => import('@/pages/import/import-page'))
