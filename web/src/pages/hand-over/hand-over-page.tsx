// The wizard for a new hand-over with the list of past ones; with an id in the address, the record of one.
import { useParams } from 'react-router'
import { HandOverRecord } from '@/pages/hand-over/hand-over-record'
import { PastList } from '@/pages/hand-over/past-list'
import { Wizard } from '@/pages/hand-over/wizard'
import { useT } from '@/lib/i18n'
import { PageHeader } from '@/ui/page-header'
import '@/pages/hand-over/hand-over.css'
import '@/pages/hand-over/words/words'

export default function HandOverPage() {
  const t = useT()
  const { id } = useParams()
  if (id) return <HandOverRecord key={id} id={id} />
  return (
    <div className="page stack">
      <PageHeader title={t('hand_over.title')} />
      <Wizard />
      <PastList />
    </div>
  )
}
