// Who is signed in, and the way out.
import { IdcardOutlined, LogoutOutlined, UserOutlined } from '@ant-design/icons'
import { App, Button, Dropdown } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { useT } from '@/lib/i18n'
import { useSession, signOut } from '@/lib/session'
import { useIsPhone } from '@/lib/use-is-phone'
import { sentenceOf } from '@/ui/error-box'

export function UserMenu() {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const { user, roles, version } = useSession()
  const isPhone = useIsPhone()

  async function leave() {
    try {
      await navigate('/login')
      await signOut(client)
    } catch (error) {
      message.error(sentenceOf(error))
    }
  }

  const items = [
    { key: 'who', type: 'group' as const, label: `${user.email} · ${roles.map((role) => role.name).join('、')}` },
    { key: 'version', type: 'group' as const, label: `Juan ${version}` },
    { type: 'divider' as const },
    {
      key: 'account',
      icon: <IdcardOutlined />,
      label: t('shell.account'),
      onClick: () => void navigate('/account'),
    },
    { key: 'leave', icon: <LogoutOutlined />, label: t('sign_in.out'), onClick: () => void leave() },
  ]

  return (
    <Dropdown trigger={['click']} menu={{ items }}>
      <Button type="text" icon={<UserOutlined />} aria-label={t('shell.user', { name: user.name })}>
        {isPhone ? null : user.name}
      </Button>
    </Dropdown>
  )
}
