// Agents as browsers send them (MDN, "User-Agent").
import { expect, it } from 'vitest'
import { deviceOf } from '@/pages/account/device'

it('names the browser that pretends to be others', () => {
  const edge =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) ' +
    'Chrome/91.0.4472.124 Safari/537.36 Edg/91.0.864.59'
  expect(deviceOf(edge)).toEqual({ browser: 'Edge', system: 'Windows', isPhone: false })
  const iphone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 13_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ' +
    'Version/13.1.1 Mobile/15E148 Safari/604.1'
  expect(deviceOf(iphone)).toEqual({ browser: 'Safari', system: 'iPhone', isPhone: true })
})

it('says nothing of a program it does not know', () => {
  expect(deviceOf('curl/7.64.1')).toEqual({ browser: '', system: '', isPhone: false })
})
