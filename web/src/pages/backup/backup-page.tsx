// The state of the backups at a glance, the list of them, a backup now, and the settings.
import { useState } from 'react'
import { Alert, Button, Skeleton, Table, Tag, Tooltip } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { SettingsDialog } from '@/pages/backup/settings-dialog'
import { useRun } from '@/pages/backup/use-run'
import { verdictOf, type Backup, type Backups, type Colour } from '@/pages/backup/backup-types'
import { api } from '@/lib/api'
import { formatBytes, formatDuration, formatInstant, formatRelative } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { EmptyState } from '@/ui/empty-state'
import { ErrorBox } from '@/ui/error-box'
import { PageHeader } from '@/ui/page-header'
import { PartFailed } from '@/ui/part-failed'
import '@/pages/backup/words/words'

const alert_type: Record<Colour, 'success' | 'warning' | 'error'> = { green: 'success', amber: 'warning', red: 'error' }
const tag_colour = { verified: 'green', unverified: 'gold', failed: 'red' }
const look_ms = 2_000
const rest_ms = 60_000
const width_px = 640

export default function BackupPage() {
  const t = useT()
  const [isSetting, setIsSetting] = useState(false)
  const run = useRun()
  const backups = useQuery({
    queryKey: ['backups'],
    queryFn: () => api.get<Backups>('/backups'),
    retry: false,
    refetchInterval: (query) => (query.state.error ? false : run.isRunning ? look_ms : rest_ms),
  })
  const { data } = backups
  return (
    <div className="page stack">
      <PageHeader
        title={t('backup.title')}
        actions={
          data && (
            <>
              <Button onClick={() => setIsSetting(true)}>{t('backup.settings')}</Button>
              <Button
                type="primary"
                loading={run.isRunning}
                disabled={!data.settings.folder}
                onClick={() => void run.start()}
              >
                {run.isRunning ? t('backup.running', { time: formatDuration(run.seconds) }) : t('backup.run')}
              </Button>
            </>
          )
        }
      />
      {backups.error && <PartFailed error={backups.error} onRetry={() => void backups.refetch()} />}
      {run.error !== undefined && <ErrorBox error={run.error} />}
      {backups.isPending && <Skeleton active />}
      {data && (
        <>
          {data.error && <Alert type="error" showIcon title={data.error} />}
          <State backups={data} read_at_ms={backups.dataUpdatedAt} onSettings={() => setIsSetting(true)} />
          {data.items.length === 0 ? (
            <EmptyState text={t('backup.none')} />
          ) : (
            <section className="panel">
              <List items={data.items} />
            </section>
          )}
        </>
      )}
      {isSetting && data && <SettingsDialog settings={data.settings} onClose={() => setIsSetting(false)} />}
    </div>
  )
}

interface StateProps {
  backups: Backups
  read_at_ms: number
  onSettings: () => void
}

function State({ backups, read_at_ms, onSettings }: StateProps) {
  const t = useT()
  const { colour, why } = verdictOf(backups, read_at_ms)
  const { recoverable_from, recoverable_to, settings } = backups
  return (
    <Alert
      type={alert_type[colour]}
      showIcon
      data-testid="backup-state"
      title={t(`backup.state.${why}`)}
      description={
        <>
          <div>{t(`backup.state.${why}_note`)}</div>
          {recoverable_from && recoverable_to && (
            <div>
              <strong>
                {t('backup.recoverable', { from: formatInstant(recoverable_from), to: formatInstant(recoverable_to) })}
              </strong>
            </div>
          )}
          {settings.folder && (
            <div className="secondary">
              {t('backup.rhythm', { folder: settings.folder, hours: settings.every_hours, days: settings.keep_days })}
            </div>
          )}
        </>
      }
      action={why === 'off' && <Button onClick={onSettings}>{t('backup.settings')}</Button>}
    />
  )
}

function List({ items }: { items: Backup[] }) {
  const t = useT()
  return (
    <Table<Backup>
      size="small"
      rowKey="name"
      dataSource={[...items].sort((a, b) => b.at.localeCompare(a.at))}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: width_px }}
      columns={[
        {
          title: t('backup.at'),
          key: 'at',
          render: (_, item) => (
            <span title={item.name}>
              {formatInstant(item.at)} <span className="secondary">{formatRelative(item.at)}</span>
            </span>
          ),
        },
        { title: t('backup.kind'), key: 'kind', render: (_, item) => t(`backup.kind_${item.kind}`) },
        { title: t('backup.size'), key: 'bytes', align: 'right', render: (_, item) => formatBytes(item.bytes) },
        {
          title: t('backup.checked'),
          key: 'state',
          render: (_, item) => (
            <>
              <Tooltip title={item.verified_at ? t('backup.verified_at', { at: formatInstant(item.verified_at) }) : ''}>
                <Tag color={tag_colour[item.state]}>{t(`backup.is_${item.state}`)}</Tag>
              </Tooltip>
              {item.error && <span>{item.error}</span>}
            </>
          ),
        },
      ]}
    />
  )
}
