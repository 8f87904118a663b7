// A chart with its table: <Chart option={...} table={...} />. The drawing code is loaded only where a
// chart is shown; the table gives screen readers, and whoever asks, the same numbers.
import { lazy, Suspense, useState } from 'react'
import { Button, Skeleton } from 'antd'
import type { ChartOption } from '@/charts/drawing'
import { ChartTable, type ChartRows } from '@/charts/chart-table'
import { useT } from '@/lib/i18n'

const Drawing = lazy(() => import('@/charts/drawing'))

interface Props {
  option: ChartOption
  /** The numbers behind the drawing. */
  table: ChartRows
  /** Says what the chart shows, for those who cannot see it. */
  label: string
  height_px?: number
  /** A click on a point: index of its series and of its place in it. */
  onSelect?: (series: number, index: number) => void
}

export function Chart({ option, table, label, height_px = 240, onSelect }: Props) {
  const t = useT()
  const [isTable, setIsTable] = useState(false)
  return (
    <figure className="chart" aria-label={label}>
      <div className={isTable ? 'visually-hidden' : undefined} aria-hidden>
        <Suspense fallback={<Skeleton.Node active style={{ width: '100%', height: height_px }} />}>
          <Drawing option={option} height_px={height_px} onSelect={onSelect} />
        </Suspense>
      </div>
      <div className={isTable ? undefined : 'visually-hidden'}>
        <ChartTable table={table} caption={label} />
      </div>
      <Button size="small" type="text" className="chart-switch" onClick={() => setIsTable(!isTable)}>
        {t(isTable ? 'chart.show_chart' : 'chart.show_table')}
      </Button>
    </figure>
  )
}
