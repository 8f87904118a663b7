// The list of keys, a form for a new one, which is shown once, and the way to end one.
import { useState } from 'react'
import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Popconfirm, Table, Tag } from 'antd'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyForm } from '@/pages/api-keys/key-form'
import { scopeText } from '@/pages/api-keys/scope'
import { api } from '@/lib/api'
import { formatInstant, formatRelative } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { useObjects } from '@/lib/objects'
import { EmptyState } from '@/ui/empty-state'
import { sentenceOf } from '@/ui/error-box'
import { PageHeader } from '@/ui/page-header'
import { PartFailed } from '@/ui/part-failed'
import { ShownOnce } from '@/ui/shown-once'
import '@/pages/api-keys/words/words'

interface ApiKey {
  id: string
  name: string
  user?: { id: string; name: string }
  role?: { id: string; name: string }
  scope: string[]
  created_at: string
  expires_at: string | null
  last_used_at: string | null
}

const width_px = 860

export default function KeysPage() {
  const t = useT()
  const client = useQueryClient()
  const { message } = App.useApp()
  const { data: objects = [] } = useObjects()
  const [isMaking, setIsMaking] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const keys = useQuery({
    queryKey: ['api-keys'],
    queryFn: () => api.get<{ items: ApiKey[] }>('/accounts/keys'),
    retry: false,
  })
  const refresh = () => client.invalidateQueries({ queryKey: ['api-keys'] })

  async function revoke(key: ApiKey) {
    try {
      await api.delete(`/accounts/keys/${key.id}`)
      await refresh()
      message.success(t('keys.revoked', { name: key.name }))
    } catch (error) {
      message.error(sentenceOf(error))
    }
  }

  return (
    <div className="page stack">
      <PageHeader
        title={t('keys.title')}
        actions={
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsMaking(true)}>
            {t('keys.new')}
          </Button>
        }
      />
      <p className="secondary section-note">{t('keys.note')}</p>
      {keys.error && <PartFailed error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.data?.items.length === 0 && <EmptyState text={t('keys.none')} />}
      {(keys.isPending || Boolean(keys.data?.items.length)) && (
        <div className="panel">
          <Table<ApiKey>
            size="small"
            rowKey="id"
            loading={keys.isPending}
            dataSource={keys.data?.items}
            pagination={false}
            scroll={{ x: width_px }}
            columns={[
              { title: t('keys.name'), dataIndex: 'name' },
              { title: t('keys.role'), key: 'role', render: (_, key) => key.role?.name ?? '–' },
              {
                title: t('keys.scope'),
                key: 'scope',
                render: (_, key) => (
                  <span className="row row-wrap">
                    {key.scope.map((one) => (
                      <Tag key={one}>{scopeText(one, objects)}</Tag>
                    ))}
                  </span>
                ),
              },
              { title: t('keys.expires'), key: 'expires', render: (_, key) => <Expiry at={key.expires_at} /> },
              {
                title: t('keys.used'),
                key: 'used',
                render: (_, key) => (key.last_used_at ? formatRelative(key.last_used_at) : t('keys.never_used')),
              },
              {
                key: 'end',
                width: 80,
                render: (_, key) => (
                  <Popconfirm
                    title={t('keys.revoke_sure', { name: key.name })}
                    description={t('keys.revoke_note')}
                    okText={t('keys.revoke')}
                    okButtonProps={{ danger: true }}
                    onConfirm={() => revoke(key)}
                  >
                    <Button size="small" danger>
                      {t('keys.revoke')}
                    </Button>
                  </Popconfirm>
                ),
              },
            ]}
          />
        </div>
      )}
      {isMaking && (
        <KeyForm
          onClose={() => setIsMaking(false)}
          onMade={(key) => {
            setIsMaking(false)
            setMade(key)
            void refresh()
          }}
        />
      )}
      <ShownOnce title={t('keys.made')} note={t('keys.made_note')} secret={made} onClose={() => setMade(null)} />
    </div>
  )
}

function Expiry({ at }: { at: string | null }) {
  const t = useT()
  if (!at) return <>{t('keys.no_expiry')}</>
  return hasPassed(at) ? (
    <Tag color="red">{t('keys.expired', { at: formatInstant(at) })}</Tag>
  ) : (
    <>{formatInstant(at)}</>
  )
}

function hasPassed(instant: string): boolean {
  return new Date(instant).getTime() < Date.now()
}
