// Calendar days.
import { comparisons, type FieldType } from '@/fields/field-type'
import { DateFilter } from '@/fields/date/date-filter'
import { DateInput } from '@/fields/date/date-input'
import { DateValue } from '@/fields/date/date-value'

export const date: FieldType = {
  Value: DateValue,
  Input: DateInput,
  Filter: DateFilter,
  operators: comparisons,
  width_px: 115,
}
