// Somebody else saved the record first: both versions side by side, and a choice for each field.
// Nothing is written until the user has chosen.
import { useState } from 'react'
import { Alert, Modal, Radio, Typography } from 'antd'
import { changedElsewhere, conflictRows, type Conflict } from '@/record/change/conflict'
import { FieldValue } from '@/fields/field-value'
import { useT } from '@/lib/i18n'
import { fieldLabel, findField, type ObjectDeclaration } from '@/lib/objects'
import type { Titles } from '@/lib/records'
import '@/record/record.css'

interface Props {
  object: ObjectDeclaration
  conflict: Conflict
  titles: Titles
  /** The changes to write now; null gives up this user's. */
  onSettle: (changes: Record<string, unknown> | null) => void
}

type Side = 'mine' | 'theirs'

export function ConflictDialog({ object, conflict, titles, onSettle }: Props) {
  const t = useT()
  const rows = conflictRows(conflict)
  const [sides, setSides] = useState<Record<string, Side>>({})
  const others = changedElsewhere(
    conflict,
    object.fields.filter((field) => !field.system).map((field) => field.name),
  )

  const sideOf = (name: string): Side => sides[name] ?? 'mine'
  const value = (name: string, content: unknown) => {
    const field = findField(object, name)
    return field ? <FieldValue field={field} value={content} titles={titles} /> : String(content)
  }
  const label = (name: string) => {
    const field = findField(object, name)
    return field ? fieldLabel(field) : name
  }

  function save() {
    const chosen = rows.filter((row) => sideOf(row.name) === 'mine')
    onSettle(Object.fromEntries(chosen.map((row) => [row.name, row.mine])))
  }

  return (
    <Modal
      open
      width={680}
      title={t('conflict.title')}
      okText={t('conflict.save')}
      cancelText={t('conflict.give_up')}
      onOk={save}
      onCancel={() => onSettle(null)}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      zIndex={1500}
    >
      <Typography.Paragraph>{t('conflict.note')}</Typography.Paragraph>
      <table className="conflict-table">
        <thead>
          <tr>
            <th scope="col">{t('conflict.field')}</th>
            <th scope="col">{t('conflict.mine')}</th>
            <th scope="col">{t('conflict.theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{label(row.name)}</th>
              {(['mine', 'theirs'] as const).map((side) => (
                <td key={side}>
                  <Radio
                    name={`conflict-${row.name}`}
                    checked={sideOf(row.name) === side}
                    onChange={() => setSides({ ...sides, [row.name]: side })}
                  >
                    {value(row.name, row[side])}
                  </Radio>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p>{t('conflict.none')}</p>}
      {conflict.hasLines && <Alert type="warning" showIcon title={t('conflict.lines')} style={{ marginBottom: 8 }} />}
      {others.length > 0 && (
        <Alert type="info" showIcon title={t('conflict.others', { fields: others.map(label).join('、') })} />
      )}
    </Modal>
  )
}
