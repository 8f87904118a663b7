// Money: an exact decimal amount and an ISO 4217 currency.
import { comparisons, type FieldType } from '@/fields/field-type'
import { MoneyInput } from '@/fields/money/money-input'
import { MoneyValue } from '@/fields/money/money-value'
import { NumberFilter } from '@/fields/number/number-filter'

export const money: FieldType = {
  Value: MoneyValue,
  Input: MoneyInput,
  Filter: NumberFilter,
  operators: comparisons,
  width_px: 130,
  align: 'right',
}
