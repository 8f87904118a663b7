// Where the rules ask for a new password and nothing else opens before there is one.
import { useEffect } from 'react'
import { Navigate } from 'react-router'
import { Entrance } from '@/app/sign-in/entrance'
import { PasswordForm } from '@/record/account/password-form'
import { useT } from '@/lib/i18n'
import { useSessionQuery } from '@/lib/session'
import '@/record/account/words/words'

export default function PasswordPage() {
  const t = useT()
  const session = useSessionQuery()
  useEffect(() => {
    document.title = `${t('password.change')} · Juan 卷`
  }, [t])
  if (session.data === null) return <Navigate to="/login" replace />
  return (
    <Entrance title={t('password.change')} note={t('password.old_note')}>
      <PasswordForm onDone={() => location.assign('/')} />
    </Entrance>
  )
}
