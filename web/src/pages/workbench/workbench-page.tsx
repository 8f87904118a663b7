// What a person wants to know first: how many customers, how much revenue, who matters, what happened,
// what is missing. Every number leads to the list behind it.
import { Button } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { AnalysisPanel } from '@/pages/workbench/analysis-panel'
import { EmptyStore } from '@/pages/workbench/empty-store'
import { LacksPanel } from '@/pages/workbench/lacks-panel'
import { NewestPanel } from '@/pages/workbench/newest-panel'
import { RevenuePanel } from '@/pages/workbench/revenue-panel'
import { Tiles } from '@/pages/workbench/tiles'
import { TierPanel } from '@/pages/workbench/tier-panel'
import { workbenchQuery } from '@/pages/workbench/workbench-query'
import type { Workbench } from '@/pages/workbench/workbench-types'
import { formatTime } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { useMayImport } from '@/lib/objects'
import { useSession } from '@/lib/session'
import { ErrorBox } from '@/ui/error-box'
import { PageHeader } from '@/ui/page-header'
import { PageSkeleton } from '@/ui/page-skeleton'
import '@/pages/workbench/workbench.css'

export default function WorkbenchPage() {
  const t = useT()
  const { user } = useSession()
  const mayImport = useMayImport()
  const { data, error, isPending, refetch } = useQuery(workbenchQuery)
  if (isPending) return <PageSkeleton rows={12} />
  return (
    <div className="page stack">
      <PageHeader
        title={t('workbench.title')}
        note={[
          t('workbench.hello', { name: user.name }),
          data && data.customers.total > 0 && t('workbench.as_of', { time: formatTime(data.as_of) }),
        ]
          .filter(Boolean)
          .join(' · ')}
        actions={
          mayImport && (
            <Link to="/import">
              <Button tabIndex={-1}>{t('workbench.import')}</Button>
            </Link>
          )
        }
      />
      {error && <ErrorBox error={error} onRetry={() => void refetch()} />}
      {data && (data.customers.total === 0 && data.newest.length === 0 ? <EmptyStore /> : <Filled data={data} />)}
    </div>
  )
}

function Filled({ data }: { data: Workbench }) {
  return (
    <>
      <Tiles data={data} />
      <div className="workbench-grid">
        <RevenuePanel revenue={data.revenue} />
        <TierPanel tiers={data.tiers} />
        <NewestPanel newest={data.newest} />
        <div className="stack">
          <LacksPanel lacks={data.lacks} />
          <AnalysisPanel analysis={data.analysis} />
        </div>
      </div>
    </>
  )
}
