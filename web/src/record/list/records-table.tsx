// The records of a list as a table: headings that sort, cells that can be changed in place, rows that
// can be chosen.
import { Table } from 'antd'
import { columnWidth, tableColumns } from '@/record/list/table-columns'
import type { ListProps } from '@/record/list/list-props'
import { moveInGrid } from '@/record/list/move-in-grid'
import { useT } from '@/lib/i18n'
import { useLanguage } from '@/lib/language'
import { resolvePath } from '@/lib/paths'
import { useHeight } from '@/lib/use-height'
import type { JuanRecord } from '@/lib/records'

const width_selection_px = 40
/** Of the heading, the horizontal scroll bar and the border. */
const height_around_px = 52
const height_min_px = 200

export function RecordsTable(props: ListProps) {
  const t = useT()
  useLanguage()
  const [place, height_px] = useHeight()
  const { object, list, state, selection, isLoading } = props
  const items = list?.items ?? []
  const width_px = state.columns.reduce((sum, path) => {
    const found = resolvePath(object, path)
    return sum + (found ? columnWidth(object, found) : 0)
  }, width_selection_px)

  if (list && list.total === 0) return null
  return (
    <div className="records-table" ref={place} onKeyDown={moveInGrid}>
      <Table<JuanRecord>
        size="small"
        rowKey="id"
        columns={tableColumns(props)}
        dataSource={items}
        loading={isLoading}
        pagination={false}
        scroll={{ x: width_px, y: Math.max(height_min_px, height_px - height_around_px) }}
        locale={{ emptyText: ' ' }}
        rowClassName={(record) => (record.id === state.open ? 'row-open' : '')}
        rowSelection={{
          columnWidth: width_selection_px,
          fixed: true,
          selectedRowKeys: selection.isAllMatching ? items.map((item) => item.id) : [...selection.records.keys()],
          preserveSelectedRowKeys: true,
          onChange: (keys) => selection.setPage(items, keys.map(String)),
          getCheckboxProps: (record) => ({
            'aria-label': t('list.select', { title: String(record[object.title] ?? record.id) }),
          }),
        }}
      />
    </div>
  )
}
