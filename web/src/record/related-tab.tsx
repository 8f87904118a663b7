// The records of one object that link to a record: the first of them, the way to all, and to a new one.
import { useState } from 'react'
import { PlusOutlined } from '@ant-design/icons'
import { Button, Skeleton, Space } from 'antd'
import { Link } from 'react-router'
import { RecordFormDrawer } from '@/record/form/record-form-drawer'
import { MiniTable } from '@/record/mini-table'
import type { Relation } from '@/record/use-relations'
import { formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { objectLabel, valueType } from '@/lib/objects'
import { ErrorBox } from '@/ui/error-box'

export function RelatedTab({ relation, id }: { relation: Relation; id: string }) {
  const t = useT()
  const [isMaking, setIsMaking] = useState(false)
  const { object, link, list, error, filter } = relation
  if (error) return <ErrorBox error={error} />
  if (!list) return <Skeleton active />
  const canMake = object.rights.create && link.right === 'write' && valueType(link) === 'link'
  return (
    <div className="stack">
      <MiniTable
        object={object}
        items={list.items}
        titles={list.titles}
        paths={object.list.filter((path) => path !== link.name)}
      />
      <Space>
        {list.total > 0 && (
          <Link to={`/${object.name}?filter=${encodeURIComponent(filter)}`}>
            {t('related.all', { total: formatNumber(list.total) })}
          </Link>
        )}
        {canMake && (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setIsMaking(true)}>
            {t('list.new', { object: objectLabel(object) })}
          </Button>
        )}
      </Space>
      <RecordFormDrawer
        object={object}
        record={null}
        initial={{ [link.name]: id }}
        open={isMaking}
        onClose={() => setIsMaking(false)}
      />
    </div>
  )
}
