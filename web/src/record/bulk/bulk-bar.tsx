// What can be done with the records chosen: change a field, delete them; with progress, a stop, an
// account of what failed, and a way back.
import { useState } from 'react'
import { Button, Space } from 'antd'
import { BulkEdit } from '@/record/bulk/bulk-edit'
import { BulkProgress } from '@/record/bulk/bulk-progress'
import { useBulk } from '@/record/bulk/use-bulk'
import { BulkDelete } from '@/record/bulk/bulk-delete'
import type { Selection } from '@/record/list/use-selection'
import { formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import type { ObjectDeclaration } from '@/lib/objects'

interface Props {
  object: ObjectDeclaration
  selection: Selection
  total: number
  query: { filter: string; q: string }
}

export function BulkBar({ object, selection, total, query }: Props) {
  const t = useT()
  const [isEditing, setIsEditing] = useState(false)
  const bulk = useBulk(object, selection, query)
  const count = selection.isAllMatching ? total : selection.records.size

  return (
    <div className="bulk-bar" role="region" aria-label={t('bulk.title')}>
      <strong>{t('bulk.chosen', { count: formatNumber(count) })}</strong>
      {!selection.isAllMatching && total > selection.records.size && (
        <Button size="small" type="link" onClick={selection.selectAllMatching}>
          {t('bulk.all_matching', { total: formatNumber(total) })}
        </Button>
      )}
      <Space>
        {object.rights.edit && <Button onClick={() => setIsEditing(true)}>{t('bulk.edit')}</Button>}
        {object.rights.delete && <BulkDelete object={object} count={count} onDelete={() => void bulk.remove(count)} />}
        <Button type="text" onClick={selection.clear}>
          {t('bulk.clear')}
        </Button>
      </Space>
      {isEditing && (
        <BulkEdit
          object={object}
          count={count}
          onClose={() => setIsEditing(false)}
          onApply={(field, value) => {
            setIsEditing(false)
            void bulk.edit(field, value)
          }}
        />
      )}
      {bulk.progress && (
        <BulkProgress
          object={object}
          progress={bulk.progress}
          onStop={bulk.stop}
          onUndo={bulk.undo}
          onClose={bulk.close}
        />
      )}
    </div>
  )
}
