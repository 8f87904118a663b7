// ECharts, by parts: only the kinds of chart and the components that pages use. Loaded lazily by
// chart.tsx, so that a page without a chart never pays for it.
import { useEffect, useRef } from 'react'
import { BarChart, type BarSeriesOption } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components'
import { init, use as register, type ComposeOption, type EChartsType } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useAppearance } from '@/lib/appearance'
import { chartTheme } from '@/charts/chart-theme'

register([BarChart, GridComponent, TooltipComponent, CanvasRenderer])

export type ChartOption = ComposeOption<BarSeriesOption | GridComponentOption | TooltipComponentOption>

interface Props {
  option: ChartOption
  height_px: number
  onSelect?: (series: number, index: number) => void
}

export default function Drawing({ option, height_px, onSelect }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const select = useRef(onSelect)
  const { isDark } = useAppearance()

  useEffect(() => {
    select.current = onSelect
  }, [onSelect])

  useEffect(() => {
    if (!place.current) return
    const drawn = init(place.current, chartTheme(isDark))
    chart.current = drawn
    drawn.on('click', (event) => select.current?.(event.seriesIndex ?? 0, event.dataIndex ?? 0))
    const watch = new ResizeObserver(() => drawn.resize())
    watch.observe(place.current)
    return () => {
      watch.disconnect()
      drawn.dispose()
      chart.current = null
    }
  }, [isDark])

  useEffect(() => {
    chart.current?.setOption({ animation: false, ...option }, { notMerge: true })
  }, [option, isDark])

  return <div ref={place} style={{ width: '100%', height: height_px }} />
}
