// The input of a cell being changed: Enter saves, Escape leaves it as it was, leaving the cell saves.
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { CheckOutlined, CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { FieldInput } from '@/fields/field-input'
import { same } from '@/record/change/conflict'
import { useT } from '@/lib/i18n'
import { valueType, type Field } from '@/lib/objects'
import type { Titles } from '@/lib/records'

interface Props {
  field: Field
  titles: Titles
  draft: { value: unknown; error?: string }
  original: unknown
  onSave: (value: unknown) => void
  onCancel: () => void
}

/** Inputs that open a panel outside of the cell: leaving the cell is not leaving the value. */
const with_panel = ['choice', 'choices', 'link', 'links', 'date', 'instant', 'address']

export function CellEditor({ field, titles, draft, original, onSave, onCancel }: Props) {
  const t = useT()
  const [value, setValue] = useState(draft.value)
  const place = useRef<HTMLDivElement>(null)
  const hasPanel = with_panel.includes(valueType(field))

  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [])

  function finish() {
    if (same(value, original)) onCancel()
    else onSave(value)
  }

  function press(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const isLine = valueType(field) !== 'long_text' || event.ctrlKey || event.metaKey
    if (event.key === 'Escape') onCancel()
    else if (event.key === 'Enter' && isLine && !hasPanel) finish()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={place}
      className="cell-editor"
      title={draft.error}
      onKeyDown={press}
      onBlur={(event) => {
        if (!hasPanel && !event.currentTarget.contains(event.relatedTarget)) finish()
      }}
    >
      <div className="grow">
        <FieldInput
          field={field}
          value={value}
          onChange={setValue}
          titles={titles}
          isInvalid={Boolean(draft.error)}
          isCell
          autoFocus
        />
      </div>
      {hasPanel && (
        <Button size="small" type="primary" icon={<CheckOutlined />} onClick={finish} aria-label={t('action.save')} />
      )}
      {hasPanel && <Button size="small" icon={<CloseOutlined />} onClick={onCancel} aria-label={t('action.cancel')} />}
    </div>
  )
}
