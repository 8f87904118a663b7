// Revenue of this month against the last: read from the server's months, which may have gaps.
import type { Month } from '@/pages/workbench/workbench-types'

export interface Comparison {
  this_month: number
  last_month: number
  /** Percent of last month's whole revenue reached so far; null when there was none. */
  reached: number | null
}

export function compareMonths(months: Month[], now: Date): Comparison {
  const this_month = amountOf(months, monthName(now, 0))
  const last_month = amountOf(months, monthName(now, -1))
  return { this_month, last_month, reached: last_month > 0 ? (100 * this_month) / last_month : null }
}

/** "2026-01" for the month of `now` moved by `step` months, in the reader's time zone. */
export function monthName(now: Date, step: number): string {
  const day = new Date(now.getFullYear(), now.getMonth() + step, 1)
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}`
}

function amountOf(months: Month[], name: string): number {
  return Number(months.find((month) => month.month === name)?.amount ?? 0)
}
