// The first rows as they would be written: cleaned, standardised, and whether each makes or changes a record.
import { Table, Tag } from 'antd'
import type { CheckAnswer, Preview } from '@/pages/import/import-types'
import { formatAddress, formatMoney, type Address, type Money } from '@/lib/format'
import { hasText, useT } from '@/lib/i18n'
import { pick } from '@/lib/language'

type Rows = NonNullable<CheckAnswer['sample']>

export function SampleTable({ sample, preview }: { sample: Rows; preview: Preview }) {
  const t = useT()
  const paths = [...new Set(sample.flatMap((row) => Object.keys(row.record)))]
  const labels = new Map(preview.targets.map((target) => [target.path, pick(target.label, target.path)]))
  return (
    <section className="panel" aria-label={t('import.sample')}>
      <h2 className="import-heading">{t('import.sample')}</h2>
      <Table
        size="small"
        rowKey="line"
        dataSource={sample}
        pagination={false}
        scroll={{ x: 'max-content', y: 320 }}
        columns={[
          { title: t('import.line'), dataIndex: 'line', className: 'number', width: 80 },
          {
            title: t('import.action'),
            dataIndex: 'action',
            width: 90,
            render: (action: string) => <Tag color={action === 'create' ? 'green' : 'blue'}>{actionName(action)}</Tag>,
          },
          ...paths.map((path) => ({
            title: labels.get(path) ?? path,
            key: path,
            render: (_: unknown, row: Rows[number]) => (
              <span className="import-cell">{plainText(row.record[path])}</span>
            ),
          })),
        ]}
      />
    </section>
  )

  function actionName(action: string): string {
    const key = `import.count.${action}`
    return hasText(key) ? t(key) : action
  }
}

function plainText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(plainText).join(', ')
  if (typeof value !== 'object') return String(value)
  if ('amount' in value) return formatMoney(value as Money)
  return formatAddress(value as Address) || JSON.stringify(value)
}
