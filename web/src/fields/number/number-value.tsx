// A number; a percentage with its sign.
import type { ValueProps } from '@/fields/field-type'
import { formatNumber, formatPercent } from '@/lib/format'
import { valueType } from '@/lib/objects'

export function NumberValue({ field, value }: ValueProps) {
  const text = valueType(field) === 'percent' ? formatPercent(Number(value)) : formatNumber(value as number)
  return <span className="number">{text}</span>
}
