// Which rules passwords follow, how long a sign-in lasts, and the address in the links that are sent.
import { useState } from 'react'
import { App, Button, Form, Input, InputNumber, Radio, Select } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useSecuritySettings, type SecuritySettings } from '@/record/account/account'
import { api } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { ProvidersPanel } from '@/pages/security-settings/providers-panel'
import { ErrorBox } from '@/ui/error-box'
import { PageHeader } from '@/ui/page-header'
import { PageSkeleton } from '@/ui/page-skeleton'
import { PartFailed } from '@/ui/part-failed'
import '@/pages/security-settings/settings.css'
import '@/pages/security-settings/words/words'

const limits = { idle_minutes: [5, 1440], session_hours: [1, 720] } as const
const profiles = ['default', 'dengbao3'] as const

export default function SettingsPage() {
  const t = useT()
  const settings = useSecuritySettings()
  if (settings.isPending) return <PageSkeleton />
  return (
    <div className="page stack">
      <PageHeader title={t('security.title')} />
      {settings.error && <PartFailed error={settings.error} onRetry={() => void settings.refetch()} />}
      {settings.data && <SettingsForm settings={settings.data} />}
      <ProvidersPanel />
    </div>
  )
}

function SettingsForm({ settings }: { settings: SecuritySettings }) {
  const t = useT()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)

  async function submit(values: SecuritySettings) {
    setIsBusy(true)
    setError(undefined)
    const changed = Object.entries(values).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(settings[name as keyof SecuritySettings]),
    )
    try {
      await api.patch('/settings/security', Object.fromEntries(changed))
      await client.invalidateQueries({ queryKey: ['settings', 'security'] })
      message.success(t('security.saved'))
    } catch (failure) {
      setError(failure)
    } finally {
      setIsBusy(false)
    }
  }

  return (
    <Form<SecuritySettings>
      layout="vertical"
      initialValues={settings}
      onFinish={submit}
      requiredMark={false}
      className="panel settings-form"
    >
      {error !== undefined && (
        <Form.Item>
          <ErrorBox error={error} />
        </Form.Item>
      )}
      <Form.Item name="password_profile" label={t('security.profile')}>
        <Radio.Group className="profile-choice">
          {profiles.map((profile) => (
            <Radio key={profile} value={profile}>
              <strong>{t(`security.profile_${profile}`)}</strong>
              <span className="secondary profile-note">{t(`security.profile_${profile}_note`)}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      {(['idle_minutes', 'session_hours'] as const).map((name) => (
        <Form.Item
          key={name}
          name={name}
          label={t(`security.${name}`)}
          extra={t(`security.${name}_note`, { min: limits[name][0], max: limits[name][1] })}
          rules={[{ required: true, message: t('security.number_needed') }]}
        >
          <InputNumber min={limits[name][0]} max={limits[name][1]} precision={0} suffix={t(`security.${name}_unit`)} />
        </Form.Item>
      ))}
      <Form.Item name="public_url" label={t('security.public_url')} extra={t('security.public_url_note')}>
        <Input placeholder="https://crm.example.com" inputMode="url" />
      </Form.Item>
      <Form.Item name="allowed_hosts" label={t('security.allowed_hosts')} extra={t('security.allowed_hosts_note')}>
        <Select mode="tags" open={false} placeholder="idp.corp.example:8443" tokenSeparators={[',', ' ', '，', '、']} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isBusy}>
        {t('action.save')}
      </Button>
    </Form>
  )
}
