// One identity provider: a new one, or what is known of one. A secret is typed, never shown.
import { useState } from 'react'
import { Form, Input, Modal, Select, Switch } from 'antd'
import { api } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { useRecords } from '@/lib/records'
import { ErrorBox } from '@/ui/error-box'
import type { IdentityProvider } from '@/pages/security-settings/provider'

interface Props {
  /** None: a new one. */
  provider?: IdentityProvider
  onSaved: () => void
  onClose: () => void
}

type Values = Omit<IdentityProvider, 'id' | 'has_secret' | 'redirect_uri'> & { client_secret?: string }

const roles_max = 200
const fresh: Partial<Values> = {
  scopes: 'openid email profile',
  is_on: true,
  email_domains: [],
  role: null,
  trusts_second_factor: false,
}

export function ProviderForm({ provider, onSaved, onClose }: Props) {
  const t = useT()
  const [form] = Form.useForm<Values>()
  const roles = useRecords('role', { page_size: roles_max })
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)

  async function submit({ client_secret, ...values }: Values) {
    setIsBusy(true)
    setError(undefined)
    const body = { ...values, role: values.role ?? null, ...(client_secret ? { client_secret } : {}) }
    try {
      if (provider) await api.patch(`/settings/identity-providers/${provider.id}`, body)
      else await api.post('/settings/identity-providers', body)
      onSaved()
    } catch (failure) {
      setError(failure)
      setIsBusy(false)
    }
  }

  const required = { required: true, whitespace: true, message: t('providers.needed') }
  return (
    <Modal
      open
      title={provider ? provider.name : t('providers.new')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('action.save')}
      cancelText={t('action.cancel')}
      confirmLoading={isBusy}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        onFinish={submit}
        requiredMark={false}
        initialValues={provider ?? fresh}
        autoComplete="off"
      >
        {error !== undefined && (
          <Form.Item>
            <ErrorBox error={error} />
          </Form.Item>
        )}
        <Form.Item name="name" label={t('providers.name')} extra={t('providers.name_note')} rules={[required]}>
          <Input autoFocus maxLength={40} />
        </Form.Item>
        <Form.Item name="issuer" label={t('providers.issuer')} extra={t('providers.issuer_note')} rules={[required]}>
          <Input placeholder="https://idp.example.com" inputMode="url" />
        </Form.Item>
        <Form.Item name="client_id" label={t('providers.client_id')} rules={[required]}>
          <Input />
        </Form.Item>
        <Form.Item
          name="client_secret"
          label={t('providers.client_secret')}
          extra={t(provider?.has_secret ? 'providers.client_secret_kept' : 'providers.client_secret_note')}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="scopes" label={t('providers.scopes')} rules={[required]}>
          <Input />
        </Form.Item>
        <Form.Item name="email_domains" label={t('providers.email_domains')} extra={t('providers.email_domains_note')}>
          <Select mode="tags" open={false} placeholder="example.com" tokenSeparators={[',', ' ', '，', '、']} />
        </Form.Item>
        <Form.Item name="role" label={t('providers.role')} extra={t('providers.role_note')}>
          <Select
            allowClear
            placeholder={t('providers.role_none')}
            loading={roles.isPending}
            options={(roles.data?.items ?? []).map((role) => ({ value: String(role.code), label: String(role.name) }))}
          />
        </Form.Item>
        <Form.Item
          name="trusts_second_factor"
          label={t('providers.trusts_second_factor')}
          extra={t('providers.trusts_second_factor_note')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
        <Form.Item name="is_on" label={t('providers.is_on')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
    </Modal>
  )
}
