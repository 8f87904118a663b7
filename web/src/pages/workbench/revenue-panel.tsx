// Revenue by month as bars; a bar leads to the orders of its month.
import { useNavigate } from 'react-router'
import { Chart } from '@/charts/chart'
import { ordersPath } from '@/pages/workbench/links'
import type { Workbench } from '@/pages/workbench/workbench-types'
import { formatCompact, formatMoney, formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { useObject } from '@/lib/objects'
import { EmptyState } from '@/ui/empty-state'

export function RevenuePanel({ revenue }: { revenue: Workbench['revenue'] }) {
  const t = useT()
  const navigate = useNavigate()
  const order = useObject('order')
  const { months, currency } = revenue
  const money = (amount: number) => formatMoney({ amount, currency })
  return (
    <section className="panel" aria-label={t('workbench.revenue')}>
      <h2 className="workbench-heading">{t('workbench.revenue')}</h2>
      {months.length === 0 ? (
        <EmptyState text={t('workbench.revenue_none')} />
      ) : (
        <Chart
          label={t('workbench.revenue')}
          height_px={220}
          option={{
            grid: { left: 8, right: 8, top: 16, bottom: 4, containLabel: true },
            xAxis: { type: 'category', data: months.map((month) => month.month) },
            yAxis: { type: 'value', axisLabel: { formatter: (value: number) => formatCompact(value) } },
            tooltip: {
              trigger: 'axis',
              axisPointer: { type: 'shadow' },
              valueFormatter: (value) => money(Number(value)),
            },
            series: [
              {
                type: 'bar',
                name: t('workbench.revenue'),
                data: months.map((month) => Number(month.amount)),
                barMaxWidth: 36,
                cursor: 'pointer',
              },
            ],
          }}
          table={{
            columns: [t('workbench.month'), t('workbench.amount'), t('workbench.orders')],
            rows: months.map((month) => [month.month, money(month.amount), formatNumber(month.orders)]),
          }}
          onSelect={(_, index) => months[index] && void navigate(ordersPath(order, months[index].month))}
        />
      )}
    </section>
  )
}
