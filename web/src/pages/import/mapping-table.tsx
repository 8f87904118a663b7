// Column by column: its name, values found in it, where it goes, and why that was proposed.
import { Table } from 'antd'
import { columnName } from '@/pages/import/column-name'
import type { Column, Plan, Preview } from '@/pages/import/import-types'
import { mapColumn, targetOf } from '@/pages/import/plan'
import { Proposal } from '@/pages/import/proposal'
import { TargetSelect } from '@/pages/import/target-select'
import { useT } from '@/lib/i18n'
import { useIsPhone } from '@/lib/use-is-phone'

const samples_max = 3
/** Each has a list to choose from: a thousand of them would hold up the page for seconds. */
const columns_per_page = 100

interface Props {
  preview: Preview
  plan: Plan
  isBusy: boolean
  onChange: (plan: Plan) => void
}

export function MappingTable({ preview, plan, isBusy, onChange }: Props) {
  const t = useT()
  const isPhone = useIsPhone()
  const taken = new Set(plan.mapping.map((item) => item.path))
  return (
    <Table<Column>
      size="small"
      rowKey="index"
      loading={isBusy}
      pagination={{ pageSize: columns_per_page, hideOnSinglePage: true, showSizeChanger: false }}
      dataSource={preview.columns}
      scroll={{ x: 'max-content' }}
      rowClassName={(column) => (targetOf(plan, column.index) ? '' : 'import-ignored')}
      columns={[
        {
          title: t('import.column'),
          dataIndex: 'name',
          render: (_, column) => (
            <>
              <strong className="import-column">{columnName(column)}</strong>
              {isPhone && <Samples samples={column.samples} count_max={1} />}
            </>
          ),
        },
        {
          title: t('import.samples'),
          dataIndex: 'samples',
          hidden: isPhone,
          render: (samples: string[]) => <Samples samples={samples} />,
        },
        {
          title: t('import.target'),
          key: 'target',
          render: (_, column) => (
            <>
              <TargetSelect
                label={t('import.target_of', { column: columnName(column) })}
                object={plan.object}
                targets={preview.targets}
                taken={taken}
                value={targetOf(plan, column.index)}
                onChange={(path) => onChange(mapColumn(plan, column.index, path))}
              />
              {isPhone && (
                <div>
                  <Proposal column={column} chosen={targetOf(plan, column.index)} />
                </div>
              )}
            </>
          ),
        },
        {
          title: t('import.reason'),
          key: 'reason',
          hidden: isPhone,
          render: (_, column) => <Proposal column={column} chosen={targetOf(plan, column.index)} />,
        },
      ]}
    />
  )
}

function Samples({ samples, count_max = samples_max }: { samples: string[]; count_max?: number }) {
  const t = useT()
  const filled = samples.filter((sample) => sample.trim() !== '').slice(0, count_max)
  if (filled.length === 0) return <span className="secondary">{t('import.samples_none')}</span>
  return (
    <span className="import-samples">
      {filled.map((sample, index) => (
        <span key={index} className="import-sample" title={sample}>
          {sample}
        </span>
      ))}
    </span>
  )
}
