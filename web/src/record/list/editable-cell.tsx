// One cell: shows its value; a double click, Enter or the pencil lets it be changed in place. What was
// typed stays when the server refuses it.
import { useState } from 'react'
import { EditOutlined } from '@ant-design/icons'
import { App } from 'antd'
import { CellEditor } from '@/record/list/cell-editor'
import type { Change } from '@/record/change/use-change-record'
import { MaskedValue } from '@/record/access/masked-value'
import { recordTitle } from '@/record/record-title'
import { FieldValue } from '@/fields/field-value'
import { isTypedIn } from '@/fields/registry'
import { useT } from '@/lib/i18n'
import type { ObjectDeclaration } from '@/lib/objects'
import { readPath, resolvePath } from '@/lib/paths'
import type { JuanRecord, Titles } from '@/lib/records'
import { sentenceOf } from '@/ui/error-box'
import '@/record/record.css'

interface Props {
  object: ObjectDeclaration
  record: JuanRecord
  titles: Titles
  path: string
  place: { row: number; column: number }
  change: Change
  /** Present on the title: opens the record. */
  onOpen?: () => void
  /** A masked value may be asked for, with a reason. */
  canReveal?: boolean
}

export function EditableCell({ object, record, titles, path, place, change, onOpen, canReveal }: Props) {
  const t = useT()
  const { message } = App.useApp()
  const [draft, setDraft] = useState<{ value: unknown; error?: string } | null>(null)
  const found = resolvePath(object, path)
  if (!found) return null
  const { field, label, isPart } = found
  const value = readPath(record, path)
  const isMasked = record.masked?.includes(field.name)
  const isEditable = object.rights.edit && isTypedIn(field) && !isMasked && !isPart

  async function save(next: unknown) {
    setDraft(null)
    try {
      await change(record, { [field.name]: next }, titles)
    } catch (error) {
      message.error(sentenceOf(error))
      setDraft({ value: next, error: sentenceOf(error) })
    }
  }

  if (draft) {
    return (
      <CellEditor
        field={field}
        titles={titles}
        draft={draft}
        original={value}
        onSave={(next) => void save(next)}
        onCancel={() => setDraft(null)}
      />
    )
  }

  const edit = () => isEditable && setDraft({ value })
  return (
    <div
      className="cell"
      data-cell={`${place.row}:${place.column}`}
      tabIndex={place.row === 0 && place.column === 0 ? 0 : -1}
      onDoubleClick={edit}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return
        if (event.key === 'F2' || (event.key === 'Enter' && !onOpen)) edit()
        else if (event.key === 'Enter') onOpen?.()
        else return
        event.preventDefault()
      }}
    >
      <span className="ellipsis">
        {onOpen ? (
          <a href={`/${object.name}/${record.id}`} tabIndex={-1} onClick={(event) => openHere(event, onOpen)}>
            {recordTitle(object, record, titles)}
          </a>
        ) : canReveal && !isPart && (isMasked || field.right === 'masked') ? (
          <MaskedValue object={object.name} id={record.id} field={field} value={value} />
        ) : (
          <FieldValue field={field} value={value} titles={titles} isMasked={isMasked} />
        )}
      </span>
      {isEditable && (
        <button
          type="button"
          className="cell-edit"
          tabIndex={-1}
          onClick={edit}
          aria-label={t('list.edit_cell', { field: label })}
        >
          <EditOutlined />
        </button>
      )}
    </div>
  )
}

/** A plain click opens the drawer; the browser's own ways (new tab) stay. */
function openHere(event: React.MouseEvent, open: () => void): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  open()
}
