// Three steps: who leaves and what they have; who takes it; a summary before it is done.
import { useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, InputNumber, Skeleton, Steps } from 'antd'
import { useNavigate, useSearchParams } from 'react-router'
import { Rules } from '@/pages/hand-over/rules'
import { Summary } from '@/pages/hand-over/summary'
import type { Preview, Rule } from '@/pages/hand-over/types'
import { LinkSelect } from '@/record/access/link-select'
import { api } from '@/lib/api'
import { formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { pick } from '@/lib/language'
import { EmptyState } from '@/ui/empty-state'
import { ErrorBox } from '@/ui/error-box'
import { PartFailed } from '@/ui/part-failed'

const undo_days_default = 7
const undo_days_max = 30

export function Wizard() {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams()
  const from = search.get('from')
  const [step, setStep] = useState(0)
  const [rules, setRules] = useState<Rule[]>([])
  const [to, setTo] = useState<string | null>(null)
  const [undo_days, setUndoDays] = useState(undo_days_default)
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)
  const preview = useQuery({
    queryKey: ['hand-over', 'preview', from],
    queryFn: () => api.get<Preview>(`/hand-over/${from}`),
    enabled: Boolean(from),
    retry: false,
  })
  const isPlanned = Boolean(to) && to !== from && rules.every((rule) => rule.to && rule.to !== from)

  function choose(user: string | null) {
    setStep(0)
    setRules([])
    setSearch(user ? { from: user } : {}, { replace: true })
  }

  async function run() {
    setIsBusy(true)
    setError(undefined)
    try {
      const { id } = await api.post<{ id: string }>('/hand-over', { from, rules, to, undo_days })
      void client.invalidateQueries()
      await navigate(`/hand-over/${id}`)
    } catch (failure) {
      setError(failure)
      setIsBusy(false)
    }
  }

  return (
    <section className="panel stack">
      <Steps
        size="small"
        current={step}
        items={['who', 'whom', 'sum'].map((name) => ({ title: t(`hand_over.step_${name}`) }))}
      />
      {step === 0 && (
        <>
          <div className="hand-over-who">
            <label htmlFor="hand-over-from">{t('hand_over.from')}</label>
            <LinkSelect id="hand-over-from" object="user" value={from} onChange={choose} />
          </div>
          {!from && <p className="secondary section-note">{t('hand_over.begin')}</p>}
          {preview.error && <PartFailed error={preview.error} onRetry={() => void preview.refetch()} />}
          {from && preview.isPending && <Skeleton active />}
        </>
      )}
      {preview.data && step === 0 && <Has preview={preview.data} />}
      {preview.data && step === 1 && (
        <>
          <div className="hand-over-who">
            <label htmlFor="hand-over-to">{t(rules.length > 0 ? 'hand_over.to_rest' : 'hand_over.to_all')}</label>
            <LinkSelect id="hand-over-to" object="user" value={to} onChange={setTo} />
          </div>
          <Rules rules={rules} owned={preview.data.objects} onChange={setRules} />
          <label className="row">
            {t('hand_over.undo_days')}
            <InputNumber
              min={0}
              max={undo_days_max}
              precision={0}
              value={undo_days}
              onChange={(days) => setUndoDays(days ?? undo_days_default)}
              suffix={t('hand_over.days')}
            />
          </label>
          {to !== null && to === from && <p role="alert">{t('hand_over.same')}</p>}
        </>
      )}
      {preview.data && step === 2 && (
        <Summary preview={preview.data} rules={rules} to={to ?? ''} undo_days={undo_days} />
      )}
      {error !== undefined && <ErrorBox error={error} />}
      {preview.data && (
        <div className="row">
          {step > 0 && <Button onClick={() => setStep(step - 1)}>{t('action.back')}</Button>}
          {step < 2 && (
            <Button type="primary" disabled={step === 1 && !isPlanned} onClick={() => setStep(step + 1)}>
              {t('hand_over.next')}
            </Button>
          )}
          {step === 2 && (
            <Button type="primary" danger loading={isBusy} onClick={() => void run()}>
              {t('hand_over.run')}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

/** What the leaver has. */
function Has({ preview }: { preview: Preview }) {
  const t = useT()
  const counts = [
    ...preview.objects.map((owned) => ({
      name: owned.object,
      label: pick(owned.label, owned.object),
      count: owned.count,
    })),
    ...(preview.named ?? []).map((named) => ({
      name: `${named.object}.${named.field}`,
      label: pick(named.label, named.object),
      count: named.count,
    })),
  ]
  const others = (['open_tasks', 'views', 'sessions', 'keys'] as const).filter((name) => preview[name] > 0)
  if (counts.length === 0 && others.length === 0) {
    return <EmptyState text={t('hand_over.has_nothing', { name: preview.user.name })} />
  }
  return (
    <div>
      <p className="section-note">{t('hand_over.has', { name: preview.user.name })}</p>
      <dl className="counts">
        {counts.map((one) => (
          <div key={one.name}>
            <dt>{one.label}</dt>
            <dd className="number">{formatNumber(one.count)}</dd>
          </div>
        ))}
        {others.map((name) => (
          <div key={name}>
            <dt>{t(`hand_over.${name}`)}</dt>
            <dd className="number">{formatNumber(preview[name])}</dd>
          </div>
        ))}
      </dl>
      <p className="secondary section-note">{t('hand_over.note')}</p>
    </div>
  )
}
