// The order of lists.
import { expect, it } from 'vitest'
import { formatSort, nextSort, parseSort } from '@/lib/sort'

it('reads and writes the form of the API', () => {
  expect(formatSort(parseSort('-created_at, name'))).toBe('-created_at,name')
  expect(formatSort(parseSort('created_at desc,name'))).toBe('-created_at,name')
  expect(parseSort('')).toEqual([])
})

it('goes up, down, off with clicks on one heading', () => {
  const up = nextSort(parseSort('-created_at'), 'name', false)
  expect(formatSort(up)).toBe('name')
  expect(formatSort(nextSort(up, 'name', false))).toBe('-name')
  expect(formatSort(nextSort(parseSort('-name'), 'name', false))).toBe('')
})

it('keeps the other keys in their places with Shift', () => {
  expect(formatSort(nextSort(parseSort('name'), 'phone', true))).toBe('name,phone')
  expect(formatSort(nextSort(parseSort('name,phone'), 'name', true))).toBe('-name,phone')
  expect(formatSort(nextSort(parseSort('-name,phone'), 'name', true))).toBe('phone')
})
