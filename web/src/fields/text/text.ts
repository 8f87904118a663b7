// Text, names of persons, numbers given by the system.
import { present, type FieldType } from '@/fields/field-type'
import { TextFilter } from '@/fields/text/text-filter'
import { TextInput } from '@/fields/text/text-input'
import { TextValue } from '@/fields/text/text-value'

export const text: FieldType = {
  Value: TextValue,
  Input: TextInput,
  Filter: TextFilter,
  operators: ['has', '=', '!=', 'starts', 'not_has', ...present],
  width_px: 160,
}
