// The four numbers on top, each a link.
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { listPath, ordersPath } from '@/pages/workbench/links'
import { compareMonths } from '@/pages/workbench/months'
import type { Workbench } from '@/pages/workbench/workbench-types'
import { formatMoney, formatNumber, formatPercent } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { useObject } from '@/lib/objects'

export function Tiles({ data }: { data: Workbench }) {
  const t = useT()
  const order = useObject('order')
  const { customers, revenue } = data
  const { this_month, last_month, reached } = compareMonths(revenue.months, new Date())
  const money = (amount: number) => formatMoney({ amount, currency: revenue.currency })
  const share = customers.total > 0 ? formatPercent((100 * customers.with_orders) / customers.total, 0) : ''
  return (
    <div className="workbench-tiles">
      <Tile name={t('workbench.customers')} to={listPath('customer')} value={formatNumber(customers.total)} />
      <Tile
        name={t('workbench.new_30_days')}
        to={listPath('customer', 'created_at >= today-29d')}
        value={formatNumber(customers.new_30_days)}
      />
      <Tile
        name={t('workbench.with_orders')}
        to={listPath('customer', 'last_order_at:*')}
        value={formatNumber(customers.with_orders)}
        note={share && t('workbench.share_of_all', { percent: share })}
      />
      <Tile
        name={t('workbench.revenue_this_month')}
        to={ordersPath(order, 'this_month')}
        value={money(this_month)}
        note={
          <Link to={ordersPath(order, 'last_month')}>
            {t('workbench.last_month', { amount: money(last_month) })}
            {reached !== null && ` · ${t('workbench.reached', { percent: formatPercent(reached, 0) })}`}
          </Link>
        }
      />
    </div>
  )
}

function Tile({ name, to, value, note }: { name: string; to: string; value: string; note?: ReactNode }) {
  return (
    <section className="panel workbench-tile" aria-label={name}>
      <div className="secondary">{name}</div>
      <Link to={to} className="workbench-value number">
        {value}
      </Link>
      <div className="secondary workbench-note number">{note}</div>
    </section>
  )
}
