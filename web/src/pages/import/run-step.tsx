// Step 4: the import at work. It runs on the server; closing the page does not stop it.
import { useState } from 'react'
import { Alert, App, Button, Progress } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { Counts } from '@/pages/import/counts'
import type { Import } from '@/pages/import/import-types'
import { percentOf } from '@/pages/import/verdict'
import { api } from '@/lib/api'
import { formatBytes, formatDuration, formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { ErrorBox } from '@/ui/error-box'

export function RunStep({ item }: { item: Import }) {
  const t = useT()
  const client = useQueryClient()
  const { modal } = App.useApp()
  const [failure, setFailure] = useState<unknown>()

  async function cancel() {
    setFailure(undefined)
    try {
      await api.post(`/imports/${item.id}/cancel`)
      await client.invalidateQueries({ queryKey: ['imports', item.id] })
    } catch (error) {
      setFailure(error)
    }
  }

  function ask() {
    modal.confirm({
      title: t('import.cancel_ask'),
      content: t('import.cancel_note', { count: formatNumber(item.created + item.updated) }),
      okText: t('import.cancel_yes'),
      cancelText: t('import.cancel_no'),
      okButtonProps: { danger: true },
      onOk: cancel,
    })
  }

  const facts = [
    t('import.rows_done', { count: formatNumber(item.rows) }),
    t('import.bytes_of', { done: formatBytes(item.bytes_done), all: formatBytes(item.bytes) }),
    item.rows_per_second ? t('import.rate', { count: formatNumber(item.rows_per_second, 0) }) : '',
    item.eta_seconds ? t('import.eta', { time: formatDuration(item.eta_seconds) }) : '',
  ]
  return (
    <div className="stack">
      {failure !== undefined && <ErrorBox error={failure} />}
      <section className="panel" role="status" aria-live="off">
        <div className="row row-wrap">
          <strong className="grow">{t(item.state === 'waiting' ? 'import.waiting' : 'import.running')}</strong>
          <Button danger onClick={ask}>
            {t('import.cancel')}
          </Button>
        </div>
        <Progress percent={percentOf(item)} status="active" aria-label={t('import.running')} />
        <div className="secondary number">{facts.filter(Boolean).join(' · ')}</div>
      </section>
      <ResultCounts item={item} />
      <Alert type="info" showIcon title={t('import.leave')} />
    </div>
  )
}

export function ResultCounts({ item }: { item: Import }) {
  return (
    <Counts
      counts={[
        { name: 'created', value: item.created, tone: 'good' },
        { name: 'updated', value: item.updated, tone: 'good' },
        { name: 'skipped', value: item.skipped, tone: 'plain' },
        { name: 'wrong', value: item.wrong, tone: item.wrong > 0 ? 'bad' : 'plain' },
      ]}
    />
  )
}
