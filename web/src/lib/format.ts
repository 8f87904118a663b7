// Numbers, money, dates and durations as people read them, in the current language.
import { language, type Language } from '@/lib/language'

export interface Money {
  amount: number | string
  currency: string
}

export interface Address {
  region?: string | null
  province?: string | null
  city?: string | null
  district?: string | null
  detail?: string | null
  latitude?: number | null
  longitude?: number | null
}

const locales: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' }

function locale(): string {
  return locales[language()]
}

export function formatNumber(value: number | string, digits_max = 6): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits_max }).format(Number(value))
}

export function formatMoney(money: Money): string {
  const style = { style: 'currency', currency: money.currency || 'CNY', currencyDisplay: 'narrowSymbol' } as const
  try {
    return new Intl.NumberFormat(locale(), style).format(Number(money.amount))
  } catch {
    return `${formatNumber(money.amount)} ${money.currency}`
  }
}

/** Large sums for tiles and axes: 12.3万, 1.2M. */
export function formatCompact(value: number): string {
  return new Intl.NumberFormat(locale(), { notation: 'compact', maximumFractionDigits: 1 }).format(value)
}

/** 12.5 is 12.5 %. */
export function formatPercent(value: number, digits_max = 2): string {
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: digits_max }).format(value / 100)
}

/** A calendar day "2026-02-28", which has no time zone and must not move with one. */
export function formatDate(date: string): string {
  const [year, month, day] = date.slice(0, 10).split('-').map(Number)
  if (!year || !month || !day) return date
  if (language() === 'zh') return date.slice(0, 10)
  const at = new Date(Date.UTC(year, month - 1, day))
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(at)
}

/** An instant in the reader's own time zone, to the minute. */
export function formatInstant(instant: string): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  if (language() === 'zh') {
    const two = (n: number) => String(n).padStart(2, '0')
    const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
    return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`
  }
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(at)
}

/** The time of day of an instant, to the second, in the reader's own time zone. */
export function formatTime(instant: string): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  return new Intl.DateTimeFormat(locale(), { timeStyle: 'medium', hourCycle: 'h23' }).format(at)
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour
const steps: [number, number, Intl.RelativeTimeFormatUnit][] = [
  [minute, 1, 'second'],
  [hour, minute, 'minute'],
  [day, hour, 'hour'],
  [30 * day, day, 'day'],
  [365 * day, 30 * day, 'month'],
  [Infinity, 365 * day, 'year'],
]

/** "3 hours ago", "昨天". */
export function formatRelative(instant: string, now: Date = new Date()): string {
  const seconds = (new Date(instant).getTime() - now.getTime()) / 1000
  if (Number.isNaN(seconds)) return instant
  const [, size, unit] = steps.find(([below]) => Math.abs(seconds) < below) ?? steps[5]!
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(Math.trunc(seconds / size), unit)
}

/** Seconds as "1 h 5 min" or "1 小时 5 分". */
export function formatDuration(seconds: number): string {
  const units: [number, string, string][] = [
    [day, '天', 'd'],
    [hour, '小时', 'h'],
    [minute, '分', 'min'],
    [1, '秒', 's'],
  ]
  let rest = Math.round(seconds)
  const parts: string[] = []
  for (const [size, zh, en] of units) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0 && parts.length < 2) parts.push(`${count} ${language() === 'zh' ? zh : en}`)
  }
  return parts.join(' ') || (language() === 'zh' ? '0 秒' : '0 s')
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let size = bytes
  let unit = 0
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000
    unit += 1
  }
  return `${formatNumber(size, unit === 0 ? 0 : 1)} ${units[unit]}`
}

export function formatAddress(address: Address): string {
  const { province, city, district, detail } = address
  const parts = [province, city === province ? null : city, district, detail].filter(Boolean)
  return parts.join(language() === 'zh' ? '' : ' ')
}

/** A phone number in E.164, whole or masked, as people write it in China; others stay as they came. */
export function formatPhone(phone: string): string {
  const mobile = /^\+86(1[3-9]\d)(\d{4}|\*{4})(\d{4})$/.exec(phone)
  if (mobile) return `${mobile[1]} ${mobile[2]} ${mobile[3]}`
  // Beijing and the cities of 02x have areas of three digits, the rest of four.
  const landline = /^\+86(10|2\d|[3-9]\d{2})(\d{3,4})(\d{4})$/.exec(phone)
  return landline ? `0${landline[1]}-${landline[2]}${landline[3]}` : phone
}
