// Hand-overs of the past.
import { Skeleton, Tag } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { HandOver } from '@/pages/hand-over/types'
import { api } from '@/lib/api'
import { formatInstant, formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { EmptyState } from '@/ui/empty-state'
import { PartFailed } from '@/ui/part-failed'
import '@/record/access/access.css'

export function PastList() {
  const t = useT()
  const list = useQuery({
    queryKey: ['hand-over', 'list'],
    queryFn: () => api.get<{ items: HandOver[] }>('/hand-over'),
    retry: false,
  })
  return (
    <section className="panel">
      <h2 className="section-title">{t('hand_over.past')}</h2>
      {list.error && <PartFailed error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton active />}
      {list.data?.items.length === 0 && <EmptyState text={t('hand_over.none')} />}
      <ul className="plain-list">
        {list.data?.items.map((one) => (
          <li key={one.id}>
            <span className="grow">
              <Link to={`/hand-over/${one.id}`}>
                {one.from
                  ? t('hand_over.line', { from: one.from.name, to: one.to?.name ?? '' })
                  : t('hand_over.transfer_line', { to: one.to?.name ?? '' })}
              </Link>
              <br />
              <span className="secondary">
                {t('hand_over.line_note', {
                  by: one.by.name,
                  at: formatInstant(one.at),
                  count: formatNumber((one.outcome.moved ?? []).reduce((sum, moved) => sum + moved.count, 0)),
                })}
              </span>
            </span>
            {one.state === 'undone' && <Tag>{t('hand_over.undone')}</Tag>}
          </li>
        ))}
      </ul>
    </section>
  )
}
