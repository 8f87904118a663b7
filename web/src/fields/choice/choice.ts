// One of a list of choices, or several.
import { present, type FieldType } from '@/fields/field-type'
import { ChoiceFilter } from '@/fields/choice/choice-filter'
import { ChoiceInput } from '@/fields/choice/choice-input'
import { ChoiceValue } from '@/fields/choice/choice-value'

export const choice: FieldType = {
  Value: ChoiceValue,
  Input: ChoiceInput,
  Filter: ChoiceFilter,
  operators: ['in', 'not_in', ...present],
  width_px: 110,
}

export const choices: FieldType = { ...choice, operators: ['has', 'not_has', ...present], width_px: 150 }
