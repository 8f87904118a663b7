// One analysis: its meaning in words, the fields it fills (each leads to the list sorted by it), its
// last run, and the button that runs it again.
import { useState } from 'react'
import { PlayCircleOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api } from '@/lib/api'
import { formatInstant, formatNumber, formatRelative } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { pick, type Text } from '@/lib/language'
import { fieldLabel, findField, useObject } from '@/lib/objects'
import { AnalysisState, isAtWork } from '@/record/analysis/analysis-state'
import { ErrorBox } from '@/ui/error-box'
import '@/pages/analysis/analysis.css'

export interface Analysis {
  name: string
  label: Text
  meaning: Text
  outputs: string[]
  computed_at?: string | null
  state?: string | null
  seconds?: number | null
  rows?: number | null
  /** How it is computed, with its source. */
  method?: Text | null
  message?: Text | string | null
}

export function AnalysisPanel({ item }: { item: Analysis }) {
  const t = useT()
  const client = useQueryClient()
  const [failure, setFailure] = useState<unknown>()
  const [isStarting, setIsStarting] = useState(false)

  async function run() {
    setIsStarting(true)
    setFailure(undefined)
    try {
      await api.post(`/analysis/${item.name}/run`)
      await client.invalidateQueries({ queryKey: ['analysis'] })
    } catch (error) {
      setFailure(error)
    } finally {
      setIsStarting(false)
    }
  }

  return (
    <section className="panel stack" aria-label={pick(item.label, item.name)}>
      <header className="row row-wrap">
        <h2 className="analysis-title">{pick(item.label, item.name)}</h2>
        <AnalysisState state={item.state} computed_at={item.computed_at} />
        <span className="grow" />
        <Button icon={<PlayCircleOutlined />} loading={isStarting || isAtWork(item.state)} onClick={() => void run()}>
          {t('analysis.run')}
        </Button>
      </header>
      {failure !== undefined && <ErrorBox error={failure} onRetry={() => void run()} />}
      {item.message && (
        <Alert
          type={item.state === 'failed' ? 'error' : 'info'}
          showIcon
          title={typeof item.message === 'string' ? item.message : pick(item.message)}
        />
      )}
      <p className="analysis-meaning">{pick(item.meaning)}</p>
      {pick(item.method) && <p className="analysis-meaning secondary">{pick(item.method)}</p>}
      <Outputs names={item.outputs} />
      <div className="secondary">{lastRun(item)}</div>
    </section>
  )

  function lastRun({ computed_at, seconds, rows }: Analysis): string {
    if (!computed_at) return t('analysis.never')
    const parts = [t('analysis.computed', { at: formatInstant(computed_at), ago: formatRelative(computed_at) })]
    if (rows != null) parts.push(t('analysis.rows', { count: formatNumber(rows) }))
    if (seconds != null) parts.push(t('analysis.took', { seconds: formatNumber(seconds, 2) }))
    return parts.join(' · ')
  }
}

function Outputs({ names }: { names: string[] }) {
  const t = useT()
  const customer = useObject('customer')
  if (names.length === 0) return null
  return (
    <div className="row row-wrap">
      <span className="secondary">{t('analysis.outputs')}</span>
      {names.map((name) => {
        const field = customer && findField(customer, name)
        if (!field) return <span key={name}>{name}</span>
        return (
          <Link key={name} to={`/customer?filter=&sort=-${name}`}>
            {fieldLabel(field)}
          </Link>
        )
      })}
    </div>
  )
}
