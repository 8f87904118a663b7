// What one can do with a list as a whole: make a record, choose columns, order it, load it again.
import { PlusOutlined, ReloadOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { Link } from 'react-router'
import { ExportButton } from '@/record/access/export-button'
import { ColumnChooser } from '@/record/list/column-chooser'
import { SortMenu } from '@/record/list/sort-menu'
import type { ListState } from '@/record/list/use-list-state'
import { useT } from '@/lib/i18n'
import { objectLabel, type ObjectDeclaration } from '@/lib/objects'

interface Props {
  object: ObjectDeclaration
  state: ListState
  onState: (next: Partial<ListState>) => void
  onReload: () => void
  isLoading: boolean
  total: number
}

export function ListActions({ object, state, onState, onReload, isLoading, total }: Props) {
  const t = useT()
  return (
    <>
      <Tooltip title={t('list.reload')}>
        <Button icon={<ReloadOutlined spin={isLoading} />} onClick={onReload} aria-label={t('list.reload')} />
      </Tooltip>
      <SortMenu object={object} sort={state.sort || object.order || ''} onChange={(sort) => onState({ sort })} />
      <ColumnChooser object={object} columns={state.columns} onChange={(columns) => onState({ columns })} />
      {object.rights.export && (
        <ExportButton
          object={object}
          query={{
            filter: state.filter,
            q: state.q,
            order_by: state.sort || object.order || '',
            fields: state.columns.join(','),
          }}
          total={total}
        />
      )}
      {object.rights.create && (
        <Link to={`/${object.name}/new`}>
          <Button type="primary" icon={<PlusOutlined />} tabIndex={-1}>
            {t('list.new', { object: objectLabel(object) })}
          </Button>
        </Link>
      )}
    </>
  )
}
