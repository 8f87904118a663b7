// Where one is signed in, and ending it there.
import { DesktopOutlined, MobileOutlined } from '@ant-design/icons'
import { App, Button, Skeleton, Tag } from 'antd'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { deviceOf } from '@/pages/account/device'
import { api } from '@/lib/api'
import { formatInstant, formatRelative } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { sentenceOf } from '@/ui/error-box'
import { PartFailed } from '@/ui/part-failed'
import '@/record/access/access.css'

interface SignedIn {
  id: string
  created_at: string
  last_seen_at: string
  remote: string
  agent: string
  is_current: boolean
}

const path = '/account/sessions'

export function SessionsPanel() {
  const t = useT()
  const client = useQueryClient()
  const { message } = App.useApp()
  const sessions = useQuery({
    queryKey: ['account', 'sessions'],
    queryFn: () => api.get<{ items: SignedIn[] }>(path),
    retry: false,
  })
  const items = sessions.data?.items ?? []

  async function end(what: string) {
    try {
      await api.delete(what)
      await client.invalidateQueries({ queryKey: ['account', 'sessions'] })
    } catch (error) {
      message.error(sentenceOf(error))
    }
  }

  return (
    <section className="panel stack">
      <div className="row row-wrap">
        <h2 className="section-title grow">{t('account.sessions')}</h2>
        {items.length > 1 && (
          <Button size="small" onClick={() => void end(path)}>
            {t('account.end_others')}
          </Button>
        )}
      </div>
      {sessions.error && <PartFailed error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.isPending && <Skeleton active paragraph={{ rows: 2 }} />}
      <ul className="plain-list">
        {items.map((session) => {
          const device = deviceOf(session.agent)
          return (
            <li key={session.id}>
              {device.isPhone ? <MobileOutlined /> : <DesktopOutlined />}
              <span className="grow">
                <strong>
                  {[device.browser, device.system].filter(Boolean).join(' · ') || t('account.device_unknown')}
                </strong>{' '}
                {session.is_current && <Tag color="green">{t('account.this_one')}</Tag>}
                <br />
                <span className="secondary" title={session.agent}>
                  {t('account.session_note', {
                    remote: session.remote,
                    at: formatInstant(session.created_at),
                    seen: formatRelative(session.last_seen_at),
                  })}
                </span>
              </span>
              {!session.is_current && (
                <Button size="small" onClick={() => void end(`${path}/${session.id}`)}>
                  {t('account.end')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
