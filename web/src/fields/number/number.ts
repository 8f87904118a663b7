// Numbers, integers, percentages.
import { comparisons, type FieldType } from '@/fields/field-type'
import { NumberFilter } from '@/fields/number/number-filter'
import { NumberInput } from '@/fields/number/number-input'
import { NumberValue } from '@/fields/number/number-value'

export const number: FieldType = {
  Value: NumberValue,
  Input: NumberInput,
  Filter: NumberFilter,
  operators: comparisons,
  width_px: 100,
  align: 'right',
}
