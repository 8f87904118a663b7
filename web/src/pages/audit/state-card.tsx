// Whether the audit is whole: the last verdict in plain words, and a button that checks it now.
import { useState } from 'react'
import { Alert, Button, Skeleton } from 'antd'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { AuditState, Verdict } from '@/pages/audit/audit-types'
import { api } from '@/lib/api'
import { formatInstant, formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { ErrorBox } from '@/ui/error-box'
import { PartFailed } from '@/ui/part-failed'

const colour: Record<Verdict, 'success' | 'error' | 'warning'> = {
  whole: 'success',
  altered: 'error',
  cut: 'error',
  replaced: 'error',
  unverified: 'warning',
}

export function StateCard() {
  const t = useT()
  const client = useQueryClient()
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)
  const key = ['audit', 'state']
  const state = useQuery({ queryKey: key, queryFn: () => api.get<AuditState>('/audit/state'), retry: false })

  async function verify() {
    setIsBusy(true)
    setError(undefined)
    try {
      client.setQueryData(key, await api.post<AuditState>('/audit/verify', {}))
    } catch (failure) {
      setError(failure)
    } finally {
      setIsBusy(false)
    }
  }

  if (state.error) return <PartFailed error={state.error} onRetry={() => void state.refetch()} />
  if (!state.data) return <Skeleton active paragraph={{ rows: 2 }} />
  const { verdict, at_seq, rows, anchored_at, anchor_file, verified_at } = state.data
  return (
    <>
      {error !== undefined && <ErrorBox error={error} />}
      <Alert
        type={colour[verdict] ?? 'warning'}
        showIcon
        data-testid="audit-verdict"
        title={t(`audit.verdict.${verdict}`, { seq: at_seq ?? '' })}
        description={
          <>
            <div>{t(`audit.verdict.${verdict}_note`)}</div>
            <div className="secondary">
              {[
                t('audit.rows', { rows: formatNumber(rows) }),
                verified_at ? t('audit.verified_at', { at: formatInstant(verified_at) }) : t('audit.never_verified'),
                anchored_at
                  ? t('audit.anchored_at', { at: formatInstant(anchored_at), file: anchor_file })
                  : t('audit.not_anchored'),
              ].join(' · ')}
            </div>
          </>
        }
        action={
          <Button onClick={() => void verify()} loading={isBusy}>
            {t('audit.verify')}
          </Button>
        }
      />
    </>
  )
}
