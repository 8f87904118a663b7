// Records of one object that belong to the customer: the newest few, how many there are, a way to add.
import { useState } from 'react'
import { PlusOutlined } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import { Link } from 'react-router'
import { RecordOpener } from '@/pages/volume/record-drawer'
import { isEmpty } from '@/fields/field-type'
import { FieldValue } from '@/fields/field-value'
import { formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { findField, objectLabel, pluralLabel, useObject, type ObjectDeclaration } from '@/lib/objects'
import { useRecords, type JuanRecord, type Titles } from '@/lib/records'
import { RecordFormDrawer } from '@/record/form/record-form-drawer'
import { recordTitle } from '@/record/record-title'
import { ErrorBox } from '@/ui/error-box'

const shown_max = 5
const facts_max = 3

interface Props {
  name: string
  customer: string
  /** Only those whose status is "open", where the object has such a status. */
  isOpenOnly?: boolean
}

export function RelatedPanel({ name, customer, isOpenOnly }: Props) {
  const object = useObject(name)
  if (!object?.rights.read || !object.customer) return null
  const hasOpen = findField(object, 'status')?.choices?.some((choice) => choice.value === 'open')
  const filter = `${object.customer} = "${customer}"${isOpenOnly && hasOpen ? ' AND status = open' : ''}`
  return <Records object={object} customer={customer} filter={filter} />
}

function Records({ object, customer, filter }: { object: ObjectDeclaration; customer: string; filter: string }) {
  const t = useT()
  const [isAdding, setIsAdding] = useState(false)
  const { data, error, isPending, refetch } = useRecords(object.name, {
    filter,
    order_by: object.order ?? undefined,
    page_size: shown_max,
  })
  return (
    <section className="panel" aria-label={pluralLabel(object)}>
      <h3 className="volume-heading">
        {pluralLabel(object)}
        {data && (
          <Link
            className="number"
            to={`/${object.name}?filter=${encodeURIComponent(filter)}`}
            aria-label={t('volume.all_of', { objects: pluralLabel(object), count: data.total })}
          >
            {formatNumber(data.total)}
          </Link>
        )}
        {object.rights.create && (
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined />}
            className="volume-add"
            aria-label={t('volume.add', { object: objectLabel(object) })}
            onClick={() => setIsAdding(true)}
          />
        )}
      </h3>
      {error && <ErrorBox error={error} onRetry={() => void refetch()} />}
      {isPending && <Skeleton active title={false} paragraph={{ rows: 2 }} />}
      {data?.items.length === 0 && (
        <div className="secondary">{t('volume.none_of', { objects: pluralLabel(object) })}</div>
      )}
      <ul className="volume-list">
        {data?.items.map((record) => (
          <Line key={record.id} object={object} record={record} titles={data.titles} />
        ))}
      </ul>
      <RecordFormDrawer
        object={object}
        record={null}
        initial={{ [object.customer as string]: customer }}
        open={isAdding}
        onClose={() => setIsAdding(false)}
        onSaved={() => void refetch()}
      />
    </section>
  )
}

function Line({ object, record, titles }: { object: ObjectDeclaration; record: JuanRecord; titles: Titles }) {
  const fields = object.list
    .filter((path) => path !== object.title && path !== object.customer && path !== 'owner')
    .map((path) => findField(object, path))
    .filter((field) => field !== undefined && !isEmpty(record[field.name]))
    .slice(0, facts_max)
  return (
    <li>
      <RecordOpener object={object.name} id={record.id} title={recordTitle(object, record, titles)} />
      <span className="volume-line-facts">
        {fields.map(
          (field) =>
            field && (
              <FieldValue
                key={field.name}
                field={field}
                value={record[field.name]}
                titles={titles}
                isMasked={record.masked?.includes(field.name)}
              />
            ),
        )}
      </span>
    </li>
  )
}
