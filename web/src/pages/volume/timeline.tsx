// The middle column: what happened, newest first, day by day; older entries come as one scrolls.
import { Button, Skeleton } from 'antd'
import { useSearchParams } from 'react-router'
import { byDay } from '@/pages/volume/by-day'
import { FollowUpBox } from '@/pages/volume/follow-up-box'
import { LoadOlder } from '@/pages/volume/load-older'
import { TimelineDay } from '@/pages/volume/timeline-day'
import { TimelineFilterBar } from '@/pages/volume/timeline-filter-bar'
import { useTimeline } from '@/pages/volume/volume-queries'
import type { TimelineFilter, Volume } from '@/pages/volume/volume-types'
import { useT } from '@/lib/i18n'
import type { ObjectDeclaration } from '@/lib/objects'
import { EmptyState } from '@/ui/empty-state'
import { ErrorBox } from '@/ui/error-box'

interface Props {
  object: ObjectDeclaration
  volume: Volume
}

export function Timeline({ object, volume }: Props) {
  const t = useT()
  const [search, setSearch] = useSearchParams()
  const filter: TimelineFilter = { source: search.get('source') ?? undefined, kind: search.get('kind') ?? undefined }
  const { data, error, isPending, isPlaceholderData, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } =
    useTimeline(volume.record.id, filter)
  const entries = data?.pages.flatMap((page) => page.items) ?? []
  const first = data?.pages[0]
  const isFiltered = Boolean(filter.source || filter.kind)

  function choose(next: TimelineFilter) {
    setSearch(
      (old) => {
        const after = new URLSearchParams(old)
        for (const name of ['source', 'kind'] as const) {
          if (next[name]) after.set(name, next[name])
          else after.delete(name)
        }
        return after
      },
      { replace: true },
    )
  }

  return (
    <section className="panel volume-timeline" aria-label={t('volume.tab.timeline')}>
      {(volume.rights?.edit ?? object.rights.edit) && (
        <FollowUpBox volume={volume} title={String(volume.record[object.title] ?? '')} />
      )}
      <TimelineFilterBar filter={filter} kinds={first?.kinds ?? []} sources={first?.sources ?? []} onChange={choose} />
      {error && <ErrorBox error={error} onRetry={() => void refetch()} />}
      {isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      {data && entries.length === 0 && (
        <EmptyState text={t(isFiltered ? 'volume.timeline_filtered' : 'volume.timeline_none')}>
          {isFiltered && <Button onClick={() => choose({})}>{t('volume.filter_clear')}</Button>}
        </EmptyState>
      )}
      <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'volume-stale' : undefined}>
        {byDay(entries).map((day) => (
          <TimelineDay key={day.date} day={day} kinds={first?.kinds ?? []} />
        ))}
      </div>
      {hasNextPage && <LoadOlder isBusy={isFetchingNextPage} onLoad={() => void fetchNextPage()} />}
      {data && !hasNextPage && entries.length > 0 && (
        <div className="volume-end secondary">{t('volume.timeline_end', { count: entries.length })}</div>
      )}
    </section>
  )
}
