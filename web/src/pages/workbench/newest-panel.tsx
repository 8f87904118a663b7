// What happened last, over all customers.
import { Link } from 'react-router'
import type { Workbench } from '@/pages/workbench/workbench-types'
import { formatInstant, formatRelative } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { EntryIcon } from '@/record/timeline/entry-icon'
import { kindLabel, sourceLabel } from '@/record/timeline/entry'
import { EmptyState } from '@/ui/empty-state'

export function NewestPanel({ newest }: { newest: Workbench['newest'] }) {
  const t = useT()
  return (
    <section className="panel" aria-label={t('workbench.newest')}>
      <h2 className="workbench-heading">{t('workbench.newest')}</h2>
      {newest.length === 0 && <EmptyState text={t('workbench.newest_none')} />}
      <ul className="workbench-newest">
        {newest.map((entry) => (
          <li key={entry.id}>
            <span className="secondary" title={sourceLabel(entry.source)}>
              <EntryIcon kind={entry.kind} source={entry.source} />
            </span>
            {entry.customer && (
              <Link to={`/customer/${entry.customer.id}`} className="workbench-who">
                {entry.customer.title || entry.customer.id}
              </Link>
            )}
            <span className="workbench-what" title={entry.text ?? undefined}>
              {whatOf(entry)}
            </span>
            <time className="secondary number" dateTime={entry.occurred_at} title={formatInstant(entry.occurred_at)}>
              {formatRelative(entry.occurred_at)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The text, unless it only says again whose entry it is. */
function whatOf(entry: Workbench['newest'][number]): string {
  const isName = entry.text === entry.customer?.title
  return entry.text && !isName ? entry.text : kindLabel(entry.kind, entry.label)
}
