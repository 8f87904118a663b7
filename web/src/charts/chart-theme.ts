// Colours of charts, from the same palette as the rest.
import { palette } from '@/ui/theme'

export function chartTheme(isDark: boolean) {
  const text = isDark ? '#c9d1d9' : '#3c4650'
  const line = isDark ? '#3a434d' : '#d5dbe1'
  const axis = {
    axisLine: { lineStyle: { color: line } },
    axisTick: { lineStyle: { color: line } },
    axisLabel: { color: text },
    splitLine: { lineStyle: { color: line, type: 'dashed' } },
  }
  return {
    color: isDark ? palette.dark : palette.light,
    backgroundColor: 'transparent',
    textStyle: { color: text, fontFamily: 'inherit' },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: axis,
    tooltip: {
      // Drawn, not HTML: the content security policy forbids style attributes in inserted markup.
      renderMode: 'richText',
      backgroundColor: isDark ? '#1e242b' : '#ffffff',
      borderColor: line,
      textStyle: { color: text },
      confine: true,
    },
  }
}
