// Customers by value tier: how many, and what share of the revenue they bring.
import { Link } from 'react-router'
import { tierPath } from '@/pages/workbench/links'
import type { TierShare } from '@/pages/workbench/workbench-types'
import { formatNumber, formatPercent } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { tiers as order, TierTag } from '@/record/tier/tier-tag'
import { Bar } from '@/pages/workbench/bar'

export function TierPanel({ tiers }: { tiers: TierShare[] }) {
  const t = useT()
  const total = tiers.reduce((sum, tier) => sum + tier.count, 0)
  const sorted = [...tiers].sort((a, b) => order.indexOf(a.tier) - order.indexOf(b.tier))
  return (
    <section className="panel" aria-label={t('workbench.tiers')}>
      <h2 className="workbench-heading">
        {t('workbench.tiers')}
        <Link to="/analysis" className="workbench-more">
          {t('workbench.how')}
        </Link>
      </h2>
      <table className="workbench-table">
        <thead>
          <tr>
            <th scope="col">{t('workbench.tier')}</th>
            <th scope="col">{t('workbench.customers_short')}</th>
            <th scope="col">{t('workbench.share_of_revenue')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ tier, count, share_of_revenue }) => (
            <tr key={tier} data-testid={`tier-${tier}`}>
              <th scope="row">
                <TierTag tier={tier} />
              </th>
              <td>
                <Link to={tierPath(tier)} className="number">
                  {formatNumber(count)}
                </Link>
                <Bar percent={total > 0 ? (100 * count) / total : 0} />
              </td>
              <td className="number">
                {formatPercent(100 * share_of_revenue, 1)}
                <Bar percent={100 * share_of_revenue} tone="strong" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
