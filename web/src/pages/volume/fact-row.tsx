// One fact: its label, its value, where it came from. A click turns it into an input.
import { EditOutlined } from '@ant-design/icons'
import { Tag } from 'antd'
import { FactEditor } from '@/pages/volume/fact-editor'
import { splitTags } from '@/pages/volume/fact-groups'
import { OriginMark } from '@/pages/volume/origin-mark'
import type { Volume } from '@/pages/volume/volume-types'
import { MaskedValue } from '@/record/access/masked-value'
import { isEmpty } from '@/fields/field-type'
import { FieldValue } from '@/fields/field-value'
import { useT } from '@/lib/i18n'
import { pick } from '@/lib/language'
import { fieldLabel, valueType, type Field } from '@/lib/objects'
import type { JuanRecord } from '@/lib/records'

interface Props {
  field: Field
  volume: Volume
  canEdit: boolean
  isEditing: boolean
  onEdit: () => void
  onClose: () => void
  onSave: (base: JuanRecord, field: Field, value: unknown) => Promise<void>
}

export function FactRow({ field, volume, canEdit, isEditing, onEdit, onClose, onSave }: Props) {
  const t = useT()
  const { record, titles, origins } = volume
  const isMasked = field.right === 'masked' || Boolean(record.masked?.includes(field.name))
  const isOpen = canEdit && field.right === 'write' && !isMasked
  const value = isMasked ? (
    <MaskedValue object="customer" id={record.id} field={field} value={record[field.name]} />
  ) : (
    <FactValue field={field} value={record[field.name]} titles={titles} />
  )
  const origin = origins[field.name]
  const editLabel = t('volume.edit', { field: fieldLabel(field) })
  return (
    <div className="volume-fact" data-testid={`fact-${field.name}`}>
      <dt title={pick(field.help) || undefined}>{fieldLabel(field)}</dt>
      <dd>
        {isEditing && isOpen ? (
          <FactEditor field={field} record={record} titles={titles} onSave={onSave} onClose={onClose} />
        ) : (
          <>
            {isOpen && !isActive(field, record[field.name]) ? (
              <button type="button" className="volume-value" onClick={onEdit} aria-label={editLabel}>
                {value}
              </button>
            ) : (
              <span className="volume-value">{value}</span>
            )}
            {isOpen && isActive(field, record[field.name]) && (
              <button type="button" className="volume-pencil" onClick={onEdit} aria-label={editLabel}>
                <EditOutlined />
              </button>
            )}
            {origin && <OriginMark origin={origin} />}
          </>
        )}
      </dd>
    </div>
  )
}

/** A value that is a link itself, to a person, a phone, an address: pressing it must follow the link. */
function isActive(field: Field, value: unknown): boolean {
  return ['link', 'links', 'phone', 'email', 'url'].includes(valueType(field)) && !isEmpty(value)
}

function FactValue({ field, value, titles }: { field: Field; value: unknown; titles: Volume['titles'] }) {
  if (field.name === 'tags' && typeof value === 'string' && !isEmpty(value)) {
    return (
      <span className="tags">
        {splitTags(value).map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </span>
    )
  }
  return <FieldValue field={field} value={value} titles={titles} />
}
