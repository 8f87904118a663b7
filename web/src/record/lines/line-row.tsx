// One line being typed in.
import { DeleteOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { KeyboardEvent } from 'react'
import type { LineDraft } from '@/record/lines/line-draft'
import { FieldInput } from '@/fields/field-input'
import { FieldValue } from '@/fields/field-value'
import { isTypedIn, typeOf } from '@/fields/registry'
import { useT } from '@/lib/i18n'
import { fieldLabel, valueType, type Field } from '@/lib/objects'
import type { Titles } from '@/lib/records'

interface Props {
  fields: Field[]
  line: LineDraft
  titles: Titles
  /** From 1; names the row to screen readers. */
  place: number
  onChange: (line: LineDraft) => void
  onRemove: () => void
  /** Present on the last row: begins a new one. */
  onEnter?: () => void
}

const without_enter = ['choice', 'choices', 'link', 'links', 'date', 'instant', 'long_text']

export function LineRow({ fields, line, titles, place, onChange, onRemove, onEnter }: Props) {
  const t = useT()

  function press(event: KeyboardEvent, field: Field) {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return
    if (without_enter.includes(valueType(field))) return
    // Enter would otherwise send the whole form.
    event.preventDefault()
    onEnter?.()
  }

  return (
    <tr>
      {fields.map((field) => (
        <td
          key={field.name}
          data-label={fieldLabel(field)}
          style={{ minWidth: Math.max(90, typeOf(field).width_px) }}
          onKeyDown={(event) => press(event, field)}
        >
          {isTypedIn(field) ? (
            <span role="group" aria-label={t('lines.cell', { field: fieldLabel(field), place })}>
              <FieldInput
                field={field}
                value={line.values[field.name]}
                titles={titles}
                onChange={(value) => onChange({ ...line, values: { ...line.values, [field.name]: value ?? null } })}
                isCell
              />
            </span>
          ) : (
            <FieldValue field={field} value={line.values[field.name]} titles={titles} />
          )}
        </td>
      ))}
      <td>
        <Button type="text" icon={<DeleteOutlined />} onClick={onRemove} aria-label={t('lines.remove', { place })} />
      </td>
    </tr>
  )
}
