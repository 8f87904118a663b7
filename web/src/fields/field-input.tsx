// Typing in any value of any field: <FieldInput field value onChange titles />.
import type { InputProps } from '@/fields/field-type'
import { FieldValue } from '@/fields/field-value'
import { typeOf } from '@/fields/registry'
import '@/fields/fields.css'

export function FieldInput(props: InputProps) {
  const { Input } = typeOf(props.field)
  if (!Input) return <FieldValue field={props.field} value={props.value} titles={props.titles} />
  return <Input {...props} />
}
