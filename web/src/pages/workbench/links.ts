// The list behind each number of the workbench, as the address of a filtered list.
import { findField, valueType, type ObjectDeclaration } from '@/lib/objects'
import type { Tier } from '@/record/tier/tier-tag'

/** An empty filter is written too: without it the list would show the filter used last. */
export function listPath(object: string, filter = ''): string {
  return `/${object}?filter=${encodeURIComponent(filter)}`
}

export function tierPath(tier: Tier): string {
  return listPath('customer', tier === 'none' ? 'NOT value_tier:*' : `value_tier = ${tier}`)
}

/** The customers without a field. An address counts as missing when its city is. */
export function lackPath(customer: ObjectDeclaration | undefined, name: string): string {
  const field = customer && findField(customer, name)
  return listPath('customer', `NOT ${field && valueType(field) === 'address' ? `${name}.city` : name}:*`)
}

/** The orders that make the revenue of a time: "this_month", or a month as "2026-01". */
export function ordersPath(order: ObjectDeclaration | undefined, time: string): string {
  const date = order?.fields.find((field) => !field.system && ['instant', 'date'].includes(valueType(field)))
  if (!order || !date) return listPath('order')
  const parts = [timeFilter(date.name, time)]
  const status = findField(order, 'status')
  if (status?.choices?.some((choice) => choice.value === 'cancelled')) parts.push('status != cancelled')
  return listPath('order', parts.join(' AND '))
}

function timeFilter(field: string, time: string): string {
  const month = /^(\d{4})-(\d{2})$/.exec(time)
  if (!month) return `${field} = ${time}`
  const [year, place] = [Number(month[1]), Number(month[2])]
  const next = place === 12 ? `${year + 1}-01` : `${year}-${String(place + 1).padStart(2, '0')}`
  return `${field} >= ${time}-01 AND ${field} < ${next}-01`
}
