// The identity providers by which people may sign in: what they are, whether they work, and the way to change them.
import { useState } from 'react'
import { PlusOutlined } from '@ant-design/icons'
import { Alert, App, Button, Popconfirm, Tag, Typography } from 'antd'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api'
import { useT } from '@/lib/i18n'
import type { IdentityProvider } from '@/pages/security-settings/provider'
import { ProviderForm } from '@/pages/security-settings/provider-form'
import { sentenceOf } from '@/ui/error-box'
import { PartFailed } from '@/ui/part-failed'

interface Checked {
  is_sound: boolean
  problem: { code: string; sentence: string } | null
}

export function ProvidersPanel() {
  const t = useT()
  const client = useQueryClient()
  const [edited, setEdited] = useState<IdentityProvider | 'new' | null>(null)
  const providers = useQuery({
    queryKey: ['settings', 'identity-providers'],
    queryFn: () => api.get<{ items: IdentityProvider[] }>('/settings/identity-providers'),
    retry: false,
  })
  const refresh = () => client.invalidateQueries({ queryKey: ['settings', 'identity-providers'] })
  return (
    <section className="panel settings-form stack" aria-label={t('providers.title')}>
      <div className="row row-wrap" style={{ justifyContent: 'space-between' }}>
        <h2 style={{ margin: 0, fontSize: 16 }}>{t('providers.title')}</h2>
        <Button icon={<PlusOutlined />} onClick={() => setEdited('new')}>
          {t('providers.new')}
        </Button>
      </div>
      <p className="secondary section-note">{t('providers.note')}</p>
      {providers.error && <PartFailed error={providers.error} onRetry={() => void providers.refetch()} />}
      {providers.data?.items.map((provider) => (
        <Provider key={provider.id} provider={provider} onEdit={() => setEdited(provider)} onRemoved={refresh} />
      ))}
      {edited && (
        <ProviderForm
          {...(edited === 'new' ? {} : { provider: edited })}
          onClose={() => setEdited(null)}
          onSaved={() => {
            setEdited(null)
            void refresh()
          }}
        />
      )}
    </section>
  )
}

interface ProviderProps {
  provider: IdentityProvider
  onEdit: () => void
  onRemoved: () => Promise<void>
}

function Provider({ provider, onEdit, onRemoved }: ProviderProps) {
  const t = useT()
  const { message } = App.useApp()
  const [checked, setChecked] = useState<Checked | null>(null)
  const [isBusy, setIsBusy] = useState(false)

  async function check() {
    setIsBusy(true)
    setChecked(null)
    try {
      setChecked(await api.post<Checked>(`/settings/identity-providers/${provider.id}/check`, {}))
    } catch (error) {
      message.error(sentenceOf(error))
    } finally {
      setIsBusy(false)
    }
  }

  async function remove() {
    try {
      await api.delete(`/settings/identity-providers/${provider.id}`)
      await onRemoved()
    } catch (error) {
      message.error(sentenceOf(error))
    }
  }

  return (
    <div className="stack">
      <div className="row row-wrap">
        <strong>{provider.name}</strong>
        <span className="secondary">{provider.issuer}</span>
        {!provider.is_on && <Tag>{t('providers.off')}</Tag>}
        <Button size="small" loading={isBusy} onClick={() => void check()}>
          {t('providers.check')}
        </Button>
        <Button size="small" onClick={onEdit}>
          {t('action.edit')}
        </Button>
        <Popconfirm
          title={t('providers.remove_sure', { name: provider.name })}
          okText={t('providers.remove')}
          okButtonProps={{ danger: true }}
          onConfirm={remove}
        >
          <Button size="small" danger>
            {t('providers.remove')}
          </Button>
        </Popconfirm>
      </div>
      <div className="secondary">
        {t('providers.redirect_uri')} <Typography.Text copyable>{provider.redirect_uri}</Typography.Text>
      </div>
      {checked && (
        <Alert
          showIcon
          role="status"
          type={checked.is_sound ? 'success' : 'error'}
          title={checked.problem?.sentence ?? t('providers.sound')}
        />
      )}
    </div>
  )
}
