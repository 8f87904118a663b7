// Durations as people type them.
import { expect, it } from 'vitest'
import { parseDuration } from '@/fields/duration/parse-duration'

it.each([
  ['90', 5_400],
  ['1h 30m', 5_400],
  ['1.5h', 5_400],
  ['1:30', 5_400],
  ['2 天', 172_800],
  ['1 小时 5 分', 3_900],
  ['10 s', 10],
  ['soon', null],
  ['5 apples', null],
])('reads %s', (text, seconds) => expect(parseDuration(text)).toBe(seconds))
