// What is done with somebody's account: a link to sign in by, ending their sign-ins, removing the second
// factor, looking through their eyes, letting them go.
import { useState } from 'react'
import {
  EyeOutlined,
  LinkOutlined,
  LogoutOutlined,
  SafetyOutlined,
  StopOutlined,
  SwapOutlined,
} from '@ant-design/icons'
import { App, Button } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import { api } from '@/lib/api'
import { formatInstant } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { changeRecord, refreshObject, type JuanRecord } from '@/lib/records'
import { useDuty, useSession } from '@/lib/session'
import { sentenceOf } from '@/ui/error-box'
import { ShownOnce } from '@/ui/shown-once'

interface Link {
  link: string
  expires_at: string
}

interface Props {
  record: JuanRecord
  /** Whoever is signed in leads this person. */
  isManager: boolean
}

export function AccountActions({ record, isManager }: Props) {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { modal, message } = App.useApp()
  const { user } = useSession()
  const isGuard = useDuty('security')
  const isSystem = useDuty('system')
  const [link, setLink] = useState<Link | null>(null)
  const path = `/accounts/users/${record.id}`
  const name = String(record.name ?? '')
  const isSelf = record.id === user.id
  const isActive = record.is_active !== false

  async function attempt(work: () => Promise<void>) {
    try {
      await work()
    } catch (error) {
      message.error(sentenceOf(error))
    }
  }

  const makeLink = (kind: 'invite' | 'reset') =>
    attempt(async () => setLink(await api.post<Link>(`${path}/link`, { kind })))

  function ask(what: 'end_sessions' | 'remove_factor' | 'deactivate', work: () => Promise<void>) {
    modal.confirm({
      title: t(`user.${what}_ask`, { name }),
      content: t(`user.${what}_note`),
      okText: t(`user.${what}`),
      okButtonProps: { danger: true },
      cancelText: t('action.cancel'),
      onOk: () => attempt(work),
    })
  }

  async function endSessions() {
    await api.delete(`${path}/sessions`)
    message.success(t('user.sessions_ended'))
  }

  async function removeFactor() {
    await api.delete(`${path}/second-factor`)
    message.success(t('user.factor_removed'))
  }

  async function deactivate() {
    await changeRecord('user', record.id, record.version, { is_active: false })
    refreshObject(client, 'user')
    await navigate(`/hand-over?from=${record.id}`)
  }

  const viewAs = () =>
    attempt(async () => {
      await api.post('/session/view-as', { user: record.id })
      // Everything read so far was read with one's own rights.
      location.assign('/')
    })

  return (
    <div className="row row-wrap" style={{ padding: '12px 16px 0' }} role="group" aria-label={t('user.account')}>
      {isSystem && isActive && (
        <>
          <Button icon={<LinkOutlined />} onClick={() => void makeLink('invite')}>
            {t('user.invite')}
          </Button>
          <Button icon={<LinkOutlined />} onClick={() => void makeLink('reset')}>
            {t('user.reset')}
          </Button>
        </>
      )}
      {isGuard && (
        <>
          <Button icon={<LogoutOutlined />} onClick={() => ask('end_sessions', endSessions)}>
            {t('user.end_sessions')}
          </Button>
          <Button icon={<SafetyOutlined />} onClick={() => ask('remove_factor', removeFactor)}>
            {t('user.remove_factor')}
          </Button>
          {!isSelf && isActive && (
            <Button icon={<EyeOutlined />} onClick={() => void viewAs()}>
              {t('user.view_as')}
            </Button>
          )}
        </>
      )}
      {(isSystem || isGuard || isManager) && !isSelf && (
        <Link to={`/hand-over?from=${record.id}`}>
          <Button icon={<SwapOutlined />} tabIndex={-1}>
            {t('user.hand_over')}
          </Button>
        </Link>
      )}
      {isSystem && isActive && !isSelf && (
        <Button danger icon={<StopOutlined />} onClick={() => ask('deactivate', deactivate)}>
          {t('user.deactivate')}
        </Button>
      )}
      <ShownOnce
        title={t('user.link_title', { name })}
        note={link ? t('user.link_note', { at: formatInstant(link.expires_at) }) : ''}
        secret={link?.link ?? null}
        onClose={() => setLink(null)}
      />
    </div>
  )
}
