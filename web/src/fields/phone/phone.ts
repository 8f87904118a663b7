// Phone numbers.
import type { FieldType } from '@/fields/field-type'
import { PhoneInput } from '@/fields/phone/phone-input'
import { PhoneValue } from '@/fields/phone/phone-value'
import { text } from '@/fields/text/text'

export const phone: FieldType = { ...text, Value: PhoneValue, Input: PhoneInput, width_px: 140 }
