// One entry: when, who, what; and for a change, what stood there before.
import { ArrowRightOutlined } from '@ant-design/icons'
import { Tag } from 'antd'
import { Link } from 'react-router'
import { changesOf, notesOf, sentenceOfEntry } from '@/pages/audit/sentence'
import type { AuditEntry, AuditFilter } from '@/pages/audit/audit-types'
import { formatInstant } from '@/lib/format'
import { hasText, useT } from '@/lib/i18n'
import type { ObjectDeclaration } from '@/lib/objects'

interface Props {
  entry: AuditEntry
  objects: ObjectDeclaration[]
  onNarrow: (next: Partial<AuditFilter>) => void
}

const refused = /refused|failed/

export function AuditRow({ entry, objects, onNarrow }: Props) {
  const t = useT()
  const changes = changesOf(entry, objects)
  const notes = notesOf(entry, objects)
  const via = `audit.via.${entry.via}`
  const hasPage = objects.some((object) => object.name === entry.object && !object.part_of)
  return (
    <li data-testid="audit-entry" data-action={entry.action}>
      <time dateTime={entry.at} className="secondary number audit-at">
        {formatInstant(entry.at)}
        <span className="audit-seq">{t('audit.seq', { seq: entry.seq })}</span>
      </time>
      <div className="grow">
        <div className={refused.test(entry.action) ? 'audit-refused' : undefined}>
          {entry.actor.id ? (
            <button type="button" className="link-button" onClick={() => onNarrow({ actor: entry.actor.id })}>
              {entry.actor.name || entry.actor.id}
            </button>
          ) : (
            <span>{entry.actor.name}</span>
          )}{' '}
          {entry.record && hasPage ? (
            <Link to={`/${entry.object}/${entry.record.id}`} className="audit-record">
              {sentenceOfEntry(entry, objects)}
            </Link>
          ) : (
            sentenceOfEntry(entry, objects)
          )}
          {entry.via !== 'person' && <Tag className="audit-via">{hasText(via) ? t(via) : entry.via}</Tag>}
        </div>
        {changes.length > 0 && (
          <ul className="audit-changes">
            {changes.map((change, index) => (
              <li key={index}>
                <span className="secondary">{change.field}</span> <del>{change.before}</del>{' '}
                <ArrowRightOutlined aria-label={t('audit.became')} className="secondary" /> <ins>{change.after}</ins>
              </li>
            ))}
          </ul>
        )}
        {notes.length > 0 && <div className="secondary">{notes.join(' · ')}</div>}
      </div>
    </li>
  )
}
