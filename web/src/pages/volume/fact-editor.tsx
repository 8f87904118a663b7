// A fact while it is being edited: Enter saves, Esc gives up. What is typed stays until it is saved or
// given up: a refusal keeps the input open with the reason, and a reload finds the draft again.
import { useState, type KeyboardEvent } from 'react'
import { CheckOutlined, CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { isMultiline, isSavedOnPick } from '@/pages/volume/fact-groups'
import { FieldInput } from '@/fields/field-input'
import { ApiError } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { fieldLabel, type Field } from '@/lib/objects'
import type { JuanRecord, Titles } from '@/lib/records'
import { readDraft, writeDraft } from '@/lib/storage'
import { same } from '@/record/change/conflict'
import { sentenceOf } from '@/ui/error-box'

interface Props {
  field: Field
  record: JuanRecord
  titles: Titles
  onSave: (base: JuanRecord, field: Field, value: unknown) => Promise<void>
  onClose: () => void
}

export function FactEditor({ field, record, titles, onSave, onClose }: Props) {
  const t = useT()
  const draft_key = `fact.${record.id}.${field.name}`
  // The record as it was when the editing began, even if a newer one arrives meanwhile.
  const [base] = useState(record)
  const [typed, setTyped] = useState<unknown>(() => readDraft(draft_key) ?? record[field.name])
  const [failure, setFailure] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)

  function change(value: unknown) {
    setTyped(value)
    writeDraft(draft_key, value)
    if (isSavedOnPick(field)) void save(value)
  }

  function close() {
    writeDraft(draft_key, undefined)
    onClose()
  }

  async function save(value: unknown) {
    if (isBusy) return
    if (same(value, base[field.name])) return close()
    setIsBusy(true)
    setFailure(undefined)
    try {
      await onSave(base, field, value)
      close()
    } catch (error) {
      setFailure(error)
    } finally {
      setIsBusy(false)
    }
  }

  function hear(event: KeyboardEvent) {
    // Enter that ends the choosing of Chinese characters belongs to the input method.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      close()
    }
    if (event.key === 'Enter' && !isSavedOnPick(field) && (!isMultiline(field) || event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void save(typed)
    }
  }

  return (
    <div
      className="volume-editor"
      onKeyDown={hear}
      role="group"
      aria-label={t('volume.edit', { field: fieldLabel(field) })}
    >
      <div className="volume-editor-line">
        <div className="grow">
          <FieldInput
            field={field}
            value={typed}
            onChange={change}
            titles={titles}
            isInvalid={failure !== undefined}
            isDisabled={isBusy}
            isCell
            autoFocus
          />
        </div>
        <Button
          size="small"
          type="text"
          icon={<CheckOutlined />}
          loading={isBusy}
          aria-label={t('action.save')}
          onClick={() => void save(typed)}
        />
        <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('action.cancel')} onClick={close} />
      </div>
      {failure !== undefined && (
        <div role="alert" className="volume-refused">
          {reasonFor(failure, field)}
        </div>
      )}
      {isMultiline(field) && <div className="secondary volume-hint">{t('volume.multiline_hint')}</div>}
    </div>
  )
}

/** The finding about this very field when there is one. */
function reasonFor(error: unknown, field: Field): string {
  const finding = error instanceof ApiError ? error.findings.find((item) => item.field === field.name) : undefined
  return finding?.detail ?? sentenceOf(error)
}
