// Where a role demands a second factor and the account has none yet: nothing else opens before it is set up.
import { useEffect } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { Navigate } from 'react-router'
import { Entrance } from '@/app/sign-in/entrance'
import { getSecondFactor } from '@/record/account/account'
import { SecondFactorSetup } from '@/record/account/second-factor-setup'
import { ApiError } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { signOut } from '@/lib/session'
import { ErrorBox } from '@/ui/error-box'
import { PageSkeleton } from '@/ui/page-skeleton'
import '@/record/account/words/words'

export default function SecondFactorPage() {
  const t = useT()
  const client = useQueryClient()
  const state = useQuery({ queryKey: ['second-factor'], queryFn: getSecondFactor, retry: false })
  useEffect(() => {
    document.title = `${t('second_factor.title')} · Juan 卷`
  }, [t])
  if (state.error instanceof ApiError && state.error.status === 401) return <Navigate to="/login" replace />
  if (state.isPending) return <PageSkeleton />

  async function leave() {
    await signOut(client).catch(() => undefined)
    location.assign('/login')
  }

  return (
    <Entrance title={t('second_factor.title')} note={t('second_factor.required_note')}>
      {state.error && <ErrorBox error={state.error} onRetry={() => void state.refetch()} />}
      {state.data && <SecondFactorSetup onDone={() => location.assign('/')} />}
      <Button type="link" block onClick={() => void leave()} style={{ marginTop: 12 }}>
        {t('sign_in.out')}
      </Button>
    </Entrance>
  )
}
