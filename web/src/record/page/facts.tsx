// The fields of a record as a list of facts, changed in place by a double click, the pencil, or Enter.
import { useState } from 'react'
import { Button } from 'antd'
import type { Change } from '@/record/change/use-change-record'
import { EditableCell } from '@/record/list/editable-cell'
import { moveInGrid } from '@/record/list/move-in-grid'
import { isEmpty } from '@/fields/field-type'
import { useT } from '@/lib/i18n'
import { fieldLabel, orderedFields, type Field, type ObjectDeclaration } from '@/lib/objects'
import type { JuanRecord, Titles } from '@/lib/records'

/** What every record has: who made and changed it, and when. */
const bookkeeping = ['id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by']

interface Props {
  object: ObjectDeclaration
  record: JuanRecord
  titles: Titles
  change: Change
  canEdit: boolean
}

export function Facts({ object, record, titles, change, canEdit }: Props) {
  const t = useT()
  const [areAllShown, setAreAllShown] = useState(false)
  const own = orderedFields(object).filter((field) => !bookkeeping.includes(field.name))
  const kept = object.fields.filter(
    (field) => bookkeeping.includes(field.name) && !['id', 'version'].includes(field.name),
  )
  const filled = own.filter((field) => !isEmpty(record[field.name]) || field.required)
  const shown = [...(areAllShown ? own : filled), ...kept.filter((field) => !isEmpty(record[field.name]))]
  const count_hidden = own.length - filled.length
  const editable = canEdit ? object : { ...object, rights: { ...object.rights, edit: false } }

  const fact = (field: Field, row: number) => (
    <div key={field.name} style={{ display: 'contents' }}>
      <dt>{fieldLabel(field)}</dt>
      <dd>
        <EditableCell
          object={editable}
          record={record}
          titles={titles}
          path={field.name}
          place={{ row, column: 0 }}
          change={change}
          canReveal
        />
      </dd>
    </div>
  )

  return (
    <>
      <dl className="facts" onKeyDown={moveInGrid}>
        {shown.map(fact)}
      </dl>
      {count_hidden > 0 && (
        <Button type="link" size="small" onClick={() => setAreAllShown(!areAllShown)}>
          {t(areAllShown ? 'record.hide_empty' : 'record.show_empty', { count: count_hidden })}
        </Button>
      )}
    </>
  )
}
