// The first rows of the file as they were read, under the names of their columns.
import { Table } from 'antd'
import { columnName } from '@/pages/import/column-name'
import type { Plan, Preview } from '@/pages/import/import-types'
import { targetOf } from '@/pages/import/plan'
import { useT } from '@/lib/i18n'
import { pick } from '@/lib/language'

/** As many as a look needs; the others are in the file. */
const columns_max = 60

export function RowsTable({ preview, plan }: { preview: Preview; plan: Plan }) {
  const t = useT()
  const labels = new Map(preview.targets.map((target) => [target.path, pick(target.label, target.path)]))
  const rows = preview.rows.map((cells, place) => ({ key: place, cells }))
  const shown = preview.columns.slice(0, columns_max)
  return (
    <>
      {preview.columns.length > columns_max && (
        <p className="secondary import-hint">
          {t('import.columns_part', { shown: columns_max, all: preview.columns.length })}
        </p>
      )}
      <Table
        size="small"
        pagination={false}
        dataSource={rows}
        scroll={{ x: 'max-content', y: 360 }}
        columns={[
          {
            title: '#',
            key: 'place',
            fixed: 'left',
            className: 'number secondary',
            render: (_, row) => row.key + 1,
          },
          ...shown.map((column) => ({
            title: (
              <>
                <span className="import-column">{columnName(column)}</span>
                <div className="import-to">
                  {labels.get(targetOf(plan, column.index) ?? '') ?? t('import.not_imported')}
                </div>
              </>
            ),
            key: String(column.index),
            className: targetOf(plan, column.index) ? undefined : 'import-ignored',
            render: (_: unknown, row: { cells: string[] }) => (
              <span className="import-cell">{row.cells[column.index] ?? ''}</span>
            ),
          })),
        ]}
      />
    </>
  )
}
