// One's own account, as three panels.
import { App } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { FactorPanel } from '@/pages/account/factor-panel'
import { SessionsPanel } from '@/pages/account/sessions-panel'
import { PasswordForm } from '@/record/account/password-form'
import { useT } from '@/lib/i18n'
import { useSession } from '@/lib/session'
import { PageHeader } from '@/ui/page-header'
import '@/pages/account/account-page.css'
import '@/pages/account/words/words'

export default function AccountPage() {
  const t = useT()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { user, roles } = useSession()

  function changed() {
    message.success(t('account.password_changed'))
    void client.invalidateQueries({ queryKey: ['account', 'sessions'] })
  }

  return (
    <div className="page stack">
      <PageHeader
        title={t('shell.account')}
        note={[user.name, user.email, roles.map((role) => role.name).join('、')].filter(Boolean).join(' · ')}
      />
      <div className="account-columns">
        <section className="panel">
          <h2 className="section-title">{t('account.password')}</h2>
          <PasswordForm onDone={changed} />
        </section>
        <div className="stack">
          <FactorPanel />
          <SessionsPanel />
        </div>
      </div>
    </div>
  )
}
