// A small table of records inside another page; on a phone a list, as the table would show only its first columns.
import { Table } from 'antd'
import { CardFacts } from '@/record/card-facts'
import { RecordLink } from '@/record/link'
import { recordTitle } from '@/record/record-title'
import { FieldValue } from '@/fields/field-value'
import { typeOf } from '@/fields/registry'
import { t } from '@/lib/i18n'
import type { ObjectDeclaration } from '@/lib/objects'
import { readPath, resolvePath } from '@/lib/paths'
import type { JuanRecord, Titles } from '@/lib/records'
import { useIsPhone } from '@/lib/use-is-phone'

interface Props {
  object: ObjectDeclaration
  items: JuanRecord[]
  titles: Titles
  paths: string[]
}

export function MiniTable(props: Props) {
  const isPhone = useIsPhone()
  if (props.items.length === 0) return <p className="secondary">{t('related.none')}</p>
  return isPhone ? <MiniCards {...props} /> : <WideTable {...props} />
}

function MiniCards({ object, items, titles, paths }: Props) {
  const hasPage = !object.part_of
  return (
    <ul className="mini-cards">
      {items.map((record) => (
        <li key={record.id}>
          {hasPage && <RecordLink object={object.name} id={record.id} title={recordTitle(object, record, titles)} />}
          <CardFacts
            object={object}
            record={record}
            titles={titles}
            paths={paths.filter((path) => !hasPage || path !== object.title)}
          />
        </li>
      ))}
    </ul>
  )
}

function WideTable({ object, items, titles, paths }: Props) {
  // A line has no page of its own; its title may be a link to something else.
  const hasPage = !object.part_of
  const columns = paths.flatMap((path) => {
    const found = resolvePath(object, path)
    if (!found) return []
    const type = typeOf(found.field)
    return {
      key: path,
      title: found.label,
      align: type.align,
      width: type.width_px,
      ellipsis: true,
      render: (_: unknown, record: JuanRecord) =>
        hasPage && path === object.title ? (
          <RecordLink object={object.name} id={record.id} title={recordTitle(object, record, titles)} />
        ) : (
          <FieldValue
            field={found.field}
            value={readPath(record, path)}
            titles={titles}
            isMasked={record.masked?.includes(found.field.name)}
          />
        ),
    }
  })
  const width_px = columns.reduce((sum, column) => sum + column.width, 0)
  return (
    <Table<JuanRecord>
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={items}
      pagination={false}
      scroll={{ x: width_px }}
    />
  )
}
