// What was imported lately, with the state each import is in.
import { Table } from 'antd'
import { Link } from 'react-router'
import { useImports } from '@/pages/import/import-queries'
import { ImportStateTag } from '@/pages/import/import-state'
import { isUnderWay, type Import } from '@/pages/import/import-types'
import { percentOf } from '@/pages/import/verdict'
import { formatBytes, formatInstant, formatNumber, formatPercent } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { objectLabel, useObjects } from '@/lib/objects'
import { useIsPhone } from '@/lib/use-is-phone'
import { EmptyState } from '@/ui/empty-state'
import { ErrorBox } from '@/ui/error-box'

const page_size = 10

export function ImportList() {
  const t = useT()
  const isPhone = useIsPhone()
  const { data, error, isPending, refetch } = useImports()
  const { data: objects } = useObjects()
  if (error) return <ErrorBox error={error} onRetry={() => void refetch()} />

  function labelOf(name: string | null | undefined): string {
    const object = objects?.find((candidate) => candidate.name === name)
    return object ? objectLabel(object) : (name ?? '')
  }

  const count = (title: string, field: 'created' | 'updated' | 'skipped' | 'wrong') => ({
    title: t(title),
    dataIndex: field,
    align: 'right' as const,
    className: 'number',
    hidden: isPhone,
    render: (value: number, item: Import) =>
      item.state === 'uploaded' ? '' : <Count value={value} isBad={field === 'wrong'} />,
  })
  return (
    <section className="panel" aria-label={t('import.recent')}>
      <h2 className="import-heading">{t('import.recent')}</h2>
      <Table<Import>
        size="small"
        rowKey="id"
        loading={isPending}
        dataSource={data ?? []}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <EmptyState text={t('import.recent_none')} /> }}
        pagination={{ pageSize: page_size, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          {
            title: t('import.file'),
            dataIndex: 'name',
            render: (name: string, item) => (
              <>
                <Link to={`/import/${item.id}`} className="import-name" title={name}>
                  {name}
                </Link>
                {isPhone && (
                  <div className="secondary number">
                    {[formatInstant(item.created_at ?? ''), formatBytes(item.bytes)].join(' · ')}
                  </div>
                )}
              </>
            ),
          },
          { title: t('import.object'), dataIndex: 'object', responsive: ['md'], render: labelOf },
          { title: t('import.state'), key: 'state', render: (_, item) => <State item={item} /> },
          count('import.created', 'created'),
          count('import.updated', 'updated'),
          count('import.skipped', 'skipped'),
          count('import.wrong', 'wrong'),
          {
            title: t('import.size'),
            dataIndex: 'bytes',
            align: 'right',
            className: 'number',
            hidden: isPhone,
            render: (bytes: number) => formatBytes(bytes),
          },
          {
            title: t('import.at'),
            dataIndex: 'created_at',
            className: 'number',
            hidden: isPhone,
            render: (at?: string) => at && formatInstant(at),
          },
        ]}
      />
    </section>
  )
}

function State({ item }: { item: Import }) {
  return (
    <span className="row">
      <ImportStateTag item={item} />
      {isUnderWay(item.state) && <span className="secondary number">{formatPercent(percentOf(item), 0)}</span>}
    </span>
  )
}

function Count({ value, isBad }: { value: number; isBad: boolean }) {
  return <span className={isBad && value > 0 ? 'import-bad' : undefined}>{formatNumber(value)}</span>
}
