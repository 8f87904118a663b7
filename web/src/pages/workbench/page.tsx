// The workbench: the first page of the day, whose code therefore comes with the program.
import type { PageDeclaration } from '@/lib/page'

export const page: PageDeclaration = {
  path: '/workbench',
  title: 'workbench.title',
  menu: { group: 'work', order: 1, icon: 'dashboard' },
}
export { default } from '@/pages/workbench/workbench-page'
