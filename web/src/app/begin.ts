// The first script to run, and a small one: asks the server for what the first page will show while the program is
// still coming.
import { askEarly } from '@/lib/early'
import '@/ui/base.css'
import '@/ui/colour-tag.css'
import '@/app/shell/shell.css'

const isEntrance = /^\/(login|setup|second-factor|password|link)\b/.test(location.pathname)
const isWorkbench = /^\/(workbench)?$/.test(location.pathname)

askEarly('/session')
if (!isEntrance) askEarly('/objects')
if (isWorkbench) {
  askEarly('/workbench')
  void import('@/charts/drawing')
}
