// The audit: whether it is whole, and what is in it, narrowed by time, person, deed, object and record. What
// is looked for stands in the address.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useSearchParams } from 'react-router'
import { AuditFilters } from '@/pages/audit/audit-filters'
import { AuditRow } from '@/pages/audit/audit-row'
import { StateCard } from '@/pages/audit/state-card'
import type { AuditFilter, AuditPage as Page } from '@/pages/audit/audit-types'
import { api, ApiError } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { useAllObjects } from '@/lib/objects'
import { EmptyState } from '@/ui/empty-state'
import { PageHeader } from '@/ui/page-header'
import { PartFailed } from '@/ui/part-failed'
import '@/pages/audit/audit.css'
import '@/pages/audit/words/words'

const page_size = 50
const names = ['from', 'to', 'actor', 'action', 'object', 'record'] as const

export default function AuditPage() {
  const t = useT()
  const [search, setSearch] = useSearchParams()
  const { data: objects = [] } = useAllObjects()
  const filter = Object.fromEntries(names.map((name) => [name, search.get(name) ?? ''])) as unknown as AuditFilter
  const list = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page>('/audit', { query: { ...filter, page_size, page_token: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_page_token ?? undefined,
    retry: false,
  })
  const entries = list.data?.pages.flatMap((page) => page.items) ?? []

  // Whoever may not read it needs no filters, and is told once.
  const isRefused = list.error instanceof ApiError && list.error.status === 403

  function change(next: Partial<AuditFilter>) {
    const all = Object.entries({ ...filter, ...next }).filter(([, value]) => value !== '')
    setSearch(new URLSearchParams(all), { replace: true })
  }

  return (
    <div className="page stack">
      <PageHeader title={t('audit.title')} />
      {!list.error && <StateCard />}
      {!isRefused && <AuditFilters filter={filter} objects={objects} onChange={change} />}
      {list.error && <PartFailed error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton active />}
      {list.data && entries.length === 0 && <EmptyState text={t('audit.none')} />}
      {entries.length > 0 && (
        <section className="panel">
          <ol className="audit-list" aria-label={t('audit.title')}>
            {entries.map((entry) => (
              <AuditRow key={entry.seq} entry={entry} objects={objects} onNarrow={change} />
            ))}
          </ol>
          {list.hasNextPage ? (
            <Button block type="link" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('audit.older')}
            </Button>
          ) : (
            <p className="secondary audit-end">{t('audit.end')}</p>
          )}
        </section>
      )}
    </div>
  )
}
