// What the data lacks: how many customers have each field, worst first; a click lists those without.
import { useState } from 'react'
import { Button } from 'antd'
import { Link } from 'react-router'
import { Bar } from '@/pages/workbench/bar'
import { lackPath } from '@/pages/workbench/links'
import type { Lack } from '@/pages/workbench/workbench-types'
import { formatNumber, formatPercent } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { pick } from '@/lib/language'
import { useObject } from '@/lib/objects'

const shown_first = 8

export function LacksPanel({ lacks }: { lacks: Lack[] }) {
  const t = useT()
  const customer = useObject('customer')
  const [isWhole, setIsWhole] = useState(false)
  const share = (lack: Lack) => (lack.total > 0 ? (100 * lack.filled) / lack.total : 0)
  const sorted = [...lacks].sort((a, b) => share(a) - share(b))
  return (
    <section className="panel" aria-label={t('workbench.lacks')}>
      <h2 className="workbench-heading">{t('workbench.lacks')}</h2>
      <ul className="workbench-lacks">
        {sorted.slice(0, isWhole ? undefined : shown_first).map((lack) => (
          <li key={lack.field}>
            <span className="workbench-lack-name">{pick(lack.label, lack.field)}</span>
            <Bar percent={share(lack)} />
            <span className="number workbench-lack-share">{formatPercent(share(lack), 0)}</span>
            <Link to={lackPath(customer, lack.field)} className="number workbench-lack-count">
              {t('workbench.without', { count: formatNumber(lack.total - lack.filled) })}
            </Link>
          </li>
        ))}
      </ul>
      {sorted.length > shown_first && (
        <Button type="link" size="small" onClick={() => setIsWhole(!isWhole)}>
          {t(isWhole ? 'workbench.lacks_less' : 'workbench.lacks_all', { count: sorted.length })}
        </Button>
      )}
    </section>
  )
}
