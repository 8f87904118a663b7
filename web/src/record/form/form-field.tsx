// One field of a form: label, input, help, and what the server found wrong with it.
import { LockOutlined } from '@ant-design/icons'
import { Form } from 'antd'
import type { ReactNode } from 'react'
import { FieldInput } from '@/fields/field-input'
import { FieldValue } from '@/fields/field-value'
import { typeOf } from '@/fields/registry'
import { pick } from '@/lib/language'
import { fieldLabel, type Field } from '@/lib/objects'
import type { Titles } from '@/lib/records'

interface Props {
  field: Field
  value: unknown
  titles: Titles
  problems: string[]
  isMasked: boolean
  autoFocus?: boolean
  onChange: (value: unknown) => void
  /** Below the input: a warning of records alike. */
  note?: ReactNode
}

export function FormField({ field, value, titles, problems, isMasked, autoFocus, onChange, note }: Props) {
  const id = `field-${field.name}`
  const help = problems.length > 0 ? problems.join(' ') : undefined
  return (
    <Form.Item
      className={typeOf(field).isWide ? 'form-wide' : undefined}
      label={
        <>
          {fieldLabel(field)}
          {isMasked && <LockOutlined style={{ marginLeft: 4 }} />}
        </>
      }
      htmlFor={id}
      required={field.required}
      validateStatus={problems.length > 0 ? 'error' : undefined}
      help={help}
      extra={pick(field.help) || undefined}
    >
      {isMasked ? (
        <FieldValue field={field} value={value} titles={titles} isMasked />
      ) : (
        <FieldInput
          id={id}
          field={field}
          value={value}
          titles={titles}
          onChange={onChange}
          isInvalid={problems.length > 0}
          autoFocus={autoFocus}
        />
      )}
      {note}
    </Form.Item>
  )
}
