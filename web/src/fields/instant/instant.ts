// Moments in time.
import type { FieldType } from '@/fields/field-type'
import { date } from '@/fields/date/date'
import { InstantInput } from '@/fields/instant/instant-input'
import { InstantValue } from '@/fields/instant/instant-value'

export const instant: FieldType = { ...date, Value: InstantValue, Input: InstantInput, width_px: 145 }
