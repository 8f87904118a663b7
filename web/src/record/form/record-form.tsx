// The form of any object, drawn from its declaration: for a new record and for changing one. Ctrl+Enter
// or Ctrl+S saves.
import type { KeyboardEvent, ReactNode } from 'react'
import { Alert, Button, Form } from 'antd'
import { ConflictDialog } from '@/record/change/conflict-dialog'
import { FormField } from '@/record/form/form-field'
import { FormErrors } from '@/record/form/form-errors'
import { SimilarNote } from '@/record/form/similar-note'
import { fieldOf, useRecordForm } from '@/record/form/use-record-form'
import { LinesEditor } from '@/record/lines/lines-editor'
import { canEditLines } from '@/record/lines/line-draft'
import { useLineObject } from '@/record/lines/use-line-object'
import { useLinkedTitles } from '@/record/use-linked-titles'
import { isTypedIn } from '@/fields/registry'
import { ApiError } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { useLanguage } from '@/lib/language'
import { orderedFields, type Field, type ObjectDeclaration } from '@/lib/objects'
import type { JuanRecord, Titles } from '@/lib/records'
import '@/record/record.css'

interface Props {
  object: ObjectDeclaration
  /** null: a new one. */
  record: JuanRecord | null
  titles?: Titles
  initial?: Record<string, unknown>
  onSaved: (record: JuanRecord) => void
  onCancel: () => void
}

const none: Titles = {}

export function RecordForm({ object, record, titles: given = none, initial, onSaved, onCancel }: Props) {
  const t = useT()
  useLanguage()
  const lineObject = useLineObject(object)
  const form = useRecordForm({ object, record, initial, lineObject, onSaved })
  const titles = { ...useLinkedTitles(object, form.changes), ...given }
  const fields = orderedFields(object).filter((field) => isTypedIn(field) && !isAddedUp(field))
  const masked = (form.base?.masked as string[] | undefined) ?? []
  const findings = form.error instanceof ApiError ? form.error.findings : []

  /** A sum of lines may be typed in only while there are none. */
  function isAddedUp(field: Field): boolean {
    return field.type === 'roll_up' && form.lines.length > 0
  }

  function press(event: KeyboardEvent) {
    const isSave = (event.ctrlKey || event.metaKey) && (event.key === 'Enter' || event.key.toLowerCase() === 's')
    if (!isSave) return
    event.preventDefault()
    if (!form.isSaving) void form.save()
  }

  return (
    <Form layout="vertical" onFinish={() => void form.save()} onKeyDown={press} noValidate>
      {form.isRestored && (
        <Alert
          type="info"
          showIcon
          title={t('form.restored')}
          action={
            <Button size="small" onClick={form.discard}>
              {t('form.discard')}
            </Button>
          }
          style={{ marginBottom: 12 }}
        />
      )}
      <FormErrors error={form.error} shown={fields.map((field) => field.name)} />
      <div className="form-grid">
        {fields.map((field, index) => (
          <FormField
            key={field.name}
            field={field}
            value={form.values[field.name]}
            titles={titles}
            problems={findings.filter((finding) => fieldOf(finding) === field.name).map((finding) => finding.detail)}
            isMasked={masked.includes(field.name)}
            autoFocus={index === 0 && !record}
            onChange={(value) => form.set(field.name, value)}
            note={similar(field.name)}
          />
        ))}
      </div>
      {lineObject && canEditLines(lineObject.child, form.base) && (
        <LinesEditor {...lineObject} lines={form.lines} titles={titles} onChange={form.setLines} />
      )}
      <div className="form-foot">
        <Button type="primary" htmlType="submit" loading={form.isSaving}>
          {t('action.save')}
        </Button>
        <Button onClick={onCancel}>{t('action.cancel')}</Button>
        <span className="secondary">{t(form.isChanged ? 'form.kept' : 'form.keys')}</span>
      </div>
      {form.conflict && (
        <ConflictDialog
          object={object}
          conflict={form.conflict}
          titles={titles}
          onSettle={(chosen) => void form.settle(chosen)}
        />
      )}
    </Form>
  )

  function similar(name: string): ReactNode {
    if (object.name !== 'customer' || (name !== 'name' && name !== 'phone')) return null
    return <SimilarNote object={object.name} field={name} value={form.values[name]} ownId={form.base?.id} />
  }
}
