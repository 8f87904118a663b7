// The rows that would be refused, each with its line, its value and the reason.
import { Table } from 'antd'
import type { CheckAnswer, Preview } from '@/pages/import/import-types'
import { formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { pick } from '@/lib/language'
import { useIsPhone } from '@/lib/use-is-phone'

export function FindingsTable({ answer, preview }: { answer: CheckAnswer; preview: Preview }) {
  const t = useT()
  const isPhone = useIsPhone()
  const labels = new Map(preview.targets.map((target) => [target.path, pick(target.label, target.path)]))
  const isPart = answer.wrong > answer.findings.length
  return (
    <section className="panel" aria-label={t('import.findings')}>
      <h2 className="import-heading">{t('import.findings')}</h2>
      <p className="secondary import-hint">
        {isPart && `${t('import.findings_part', { shown: answer.findings.length, all: formatNumber(answer.wrong) })} `}
        {t('import.findings_hint')}
      </p>
      <Table
        size="small"
        rowKey={(finding) => `${finding.line} ${finding.column} ${finding.detail}`}
        dataSource={answer.findings}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={isPhone ? undefined : { x: 'max-content' }}
        columns={[
          { title: t('import.line'), dataIndex: 'line', className: 'number', width: 80 },
          {
            title: t('import.column'),
            dataIndex: 'column',
            width: 140,
            hidden: isPhone,
            render: (column?: string | null) => labels.get(column ?? '') ?? column,
          },
          {
            title: t('import.value'),
            dataIndex: 'value',
            width: 200,
            hidden: isPhone,
            render: (value) => <code className="import-cell">{value === '' ? t('import.empty_value') : value}</code>,
          },
          {
            title: t('import.why'),
            dataIndex: 'detail',
            className: 'import-why',
            render: (detail: string, { column }) => (
              <>
                {isPhone && column && <strong className="import-finding">{labels.get(column) ?? column}</strong>}
                {detail}
              </>
            ),
          },
        ]}
      />
    </section>
  )
}
