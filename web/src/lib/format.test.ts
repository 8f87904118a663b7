// How values are read, in both languages.
import { afterEach, describe, expect, it } from 'vitest'
import * as format from '@/lib/format'
import { setLanguage } from '@/lib/language'

afterEach(() => setLanguage('en'))

const now = new Date('2026-03-01T08:00:00Z')

describe('in Chinese', () => {
  it('writes money, days and spans', () => {
    setLanguage('zh')
    expect(format.formatMoney({ amount: 1234.5, currency: 'CNY' })).toBe('¥1,234.50')
    expect(format.formatMoney({ amount: '1234', currency: 'JPY' })).toContain('1,234')
    expect(format.formatDate('2026-02-28')).toBe('2026-02-28')
    expect(format.formatRelative('2026-02-28T08:00:00Z', now)).toBe('昨天')
    expect(format.formatDuration(3_900)).toBe('1 小时 5 分')
    expect(
      format.formatAddress({ province: '上海市', city: '上海市', district: '徐汇区', detail: '漕溪北路 1 号' }),
    ).toBe('上海市徐汇区漕溪北路 1 号')
  })
})

describe('in English', () => {
  it('writes money, days and spans', () => {
    expect(format.formatMoney({ amount: 1234.5, currency: 'CNY' })).toContain('1,234.50')
    expect(format.formatDate('2026-02-28')).toBe('28 Feb 2026')
    expect(format.formatRelative('2026-03-01T05:00:00Z', now)).toBe('3 hours ago')
    expect(format.formatDuration(3_900)).toBe('1 h 5 min')
    expect(format.formatPercent(12.5)).toBe('12.5%')
    expect(format.formatBytes(1_530_000)).toBe('1.5 MB')
  })

  it('leaves what is no date or currency as it came', () => {
    expect(format.formatDate('soon')).toBe('soon')
    expect(format.formatInstant('soon')).toBe('soon')
    expect(format.formatMoney({ amount: 5, currency: 'moon' })).toBe('5 moon')
  })
})

it('writes phone numbers as people do and leaves others alone', () => {
  expect(format.formatPhone('+862162345678')).toBe('021-62345678')
  expect(format.formatPhone('+865718123456')).toBe('0571-8123456')
  expect(format.formatPhone('+442079460000')).toBe('+442079460000')
  expect(format.formatPhone('+8613800138000')).toBe('138 0013 8000')
  expect(format.formatPhone('138****8000')).toBe('138****8000')
  expect(format.formatPhone('+86138****8000')).toBe('138 **** 8000')
})
