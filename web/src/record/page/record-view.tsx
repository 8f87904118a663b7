// A record with its facts, its lines and the records that link to it; on a page of its own, or in the
// drawer of a list.
import { useEffect } from 'react'
import { Tag } from 'antd'
import { useChangeRecord } from '@/record/change/use-change-record'
import { Facts } from '@/record/page/facts'
import { RecordActions } from '@/record/page/record-actions'
import { LinesTable } from '@/record/lines/lines-table'
import { useLineObject } from '@/record/lines/use-line-object'
import { RecordMissing } from '@/record/record-missing'
import { recordTitle } from '@/record/record-title'
import { RelatedRecords } from '@/record/related'
import { noteRecent } from '@/lib/recent'
import { useRecord } from '@/lib/records'
import { objectLabel, type ObjectDeclaration } from '@/lib/objects'
import { useLanguage } from '@/lib/language'
import { ObjectIcon } from '@/ui/object-icon'
import { PageHeader } from '@/ui/page-header'
import { PageSkeleton } from '@/ui/page-skeleton'
import '@/record/record.css'

interface Props {
  object: ObjectDeclaration
  id: string
  isInDrawer?: boolean
  /** The record was deleted. */
  onGone: () => void
}

export function RecordView({ object, id, isInDrawer, onGone }: Props) {
  useLanguage()
  const answer = useRecord(object.name, id)
  const { change, dialog } = useChangeRecord(object)
  const lineObject = useLineObject(object)
  const title = answer.data ? recordTitle(object, answer.data.record, answer.data.titles) : ''

  useEffect(() => {
    if (title) noteRecent({ object: object.name, id, title })
  }, [object.name, id, title])

  if (answer.error) {
    return (
      <div className="record-view">
        <RecordMissing object={object} error={answer.error} onRetry={() => void answer.refetch()} />
      </div>
    )
  }
  if (!answer.data) return <PageSkeleton />
  const { record, titles, rights } = answer.data

  return (
    <div className={isInDrawer ? 'record-view record-view-narrow' : 'record-view'}>
      <PageHeader
        title={title}
        icon={<ObjectIcon name={object.icon} object={object.name} />}
        note={<Tag>{objectLabel(object)}</Tag>}
        actions={<RecordActions object={object} record={record} titles={titles} rights={rights} onGone={onGone} />}
      />
      <div className="record-columns">
        <div className="panel">
          <Facts
            object={object}
            record={record}
            titles={titles}
            change={change}
            canEdit={rights?.edit ?? object.rights.edit}
          />
        </div>
        <div className="stack">
          {lineObject && <LinesTable {...lineObject} record={record} titles={titles} />}
          <RelatedRecords object={object} id={id} />
        </div>
      </div>
      {dialog}
    </div>
  )
}
