// An amount with its currency.
import type { ValueProps } from '@/fields/field-type'
import { formatMoney, type Money } from '@/lib/format'

export function MoneyValue({ value }: ValueProps) {
  return <span className="number">{formatMoney(value as Money)}</span>
}
