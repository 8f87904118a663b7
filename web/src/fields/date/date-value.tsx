// A calendar day.
import type { ValueProps } from '@/fields/field-type'
import { formatDate } from '@/lib/format'

export function DateValue({ value }: ValueProps) {
  return <span className="number">{formatDate(String(value))}</span>
}
