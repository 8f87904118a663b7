// Every analysis the server knows, one panel each. While one runs the list is asked for again.
import { useQuery } from '@tanstack/react-query'
import { AnalysisPanel, type Analysis } from '@/pages/analysis/analysis-panel'
import { api } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { isAtWork } from '@/record/analysis/analysis-state'
import { EmptyState } from '@/ui/empty-state'
import { ErrorBox } from '@/ui/error-box'
import { PageHeader } from '@/ui/page-header'
import { PageSkeleton } from '@/ui/page-skeleton'

const poll_ms = 1500

export default function AnalysisPage() {
  const t = useT()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['analysis'],
    queryFn: async () => (await api.get<{ items: Analysis[] }>('/analysis')).items,
    refetchInterval: ({ state }) => (state.data?.some((item) => isAtWork(item.state)) ? poll_ms : false),
  })
  if (isPending) return <PageSkeleton />
  return (
    <div className="page stack">
      <PageHeader title={t('analysis.title')} note={t('analysis.note')} />
      {error && <ErrorBox error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <EmptyState text={t('analysis.none')} />}
      {data?.map((item) => (
        <AnalysisPanel key={item.name} item={item} />
      ))}
    </div>
  )
}
