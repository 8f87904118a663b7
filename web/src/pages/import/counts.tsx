// How many rows did, or would do, what.
import type { ReactNode } from 'react'
import { formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'

export interface Count {
  /** Last part of the text's key. */
  name: string
  value: number
  tone: 'good' | 'bad' | 'plain'
}

export function Counts({ counts, note }: { counts: Count[]; note?: ReactNode }) {
  const t = useT()
  return (
    <section className="panel">
      <dl className="import-counts">
        {counts.map(({ name, value, tone }) => (
          <div key={name} className={`import-count import-count-${tone}`} data-testid={`import-count-${name}`}>
            <dt>{t(`import.count.${name}`)}</dt>
            <dd className="number">{formatNumber(value)}</dd>
          </div>
        ))}
      </dl>
      {note && <div className="secondary">{note}</div>}
    </section>
  )
}
