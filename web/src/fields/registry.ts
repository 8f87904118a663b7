// The field types by their names in the declarations.
import { address } from '@/fields/address/address'
import { boolean } from '@/fields/boolean/boolean'
import { choice, choices } from '@/fields/choice/choice'
import { date } from '@/fields/date/date'
import { duration } from '@/fields/duration/duration'
import { email } from '@/fields/email/email'
import type { FieldType } from '@/fields/field-type'
import { instant } from '@/fields/instant/instant'
import { json } from '@/fields/json/json'
import { link, links } from '@/fields/link/link'
import { longText } from '@/fields/text/long-text'
import { money } from '@/fields/money/money'
import { number } from '@/fields/number/number'
import { phone } from '@/fields/phone/phone'
import { text } from '@/fields/text/text'
import { url } from '@/fields/url/url'
import { valueType, type Field } from '@/lib/objects'

const types: Record<string, FieldType> = {
  text,
  person_name: text,
  long_text: longText,
  number,
  integer: number,
  percent: number,
  money,
  boolean,
  date,
  instant,
  duration,
  choice,
  choices,
  link,
  links,
  email,
  phone,
  url,
  address,
  json,
  file: { ...text, Input: undefined },
  auto_number: { ...text, Input: undefined },
}

/** The type of what the field holds; a type nobody knows is shown as text. */
export function typeOf(field: Field): FieldType {
  return types[valueType(field)] ?? text
}

/** Whether this user types this field in. */
export function isTypedIn(field: Field): boolean {
  return (
    field.right === 'write' &&
    !field.system &&
    Boolean(typeOf(field).Input) &&
    !['formula', 'auto_number'].includes(field.type)
  )
}
