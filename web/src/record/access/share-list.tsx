// The people and teams a record is shared with.
import { TeamOutlined, UserOutlined } from '@ant-design/icons'
import { App, Button, Skeleton, Tag } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { sharesPath, type Share } from '@/record/access/shares'
import { api } from '@/lib/api'
import { formatDate, formatInstant } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { EmptyState } from '@/ui/empty-state'
import { sentenceOf } from '@/ui/error-box'
import '@/record/access/access.css'

interface Props {
  object: string
  id: string
  items: Share[] | undefined
}

export function ShareList({ object, id, items }: Props) {
  const t = useT()
  const client = useQueryClient()
  const { message } = App.useApp()
  if (!items) return <Skeleton active />
  if (items.length === 0) return <EmptyState text={t('share.none')} />

  async function remove(share: Share) {
    try {
      await api.delete(`${sharesPath(object, id)}/${share.id}`)
      await client.invalidateQueries({ queryKey: ['shares', object, id] })
    } catch (error) {
      message.error(sentenceOf(error))
    }
  }

  return (
    <ul className="plain-list" aria-label={t('share.list')}>
      {items.map((share) => (
        <li key={share.id}>
          {share.to.kind === 'team' ? <TeamOutlined /> : <UserOutlined />}
          <span className="grow">
            <strong>{share.to.name}</strong> <Tag>{t(`share.${share.verb}`)}</Tag>
            <span className="secondary">
              {share.until ? t('share.until_day', { day: formatDate(localDay(share.until)) }) : t('share.until_none')}
              {' · '}
              {t('share.by', { name: share.by.name, at: formatInstant(share.at) })}
            </span>
          </span>
          <Button
            size="small"
            onClick={() => void remove(share)}
            aria-label={t('share.remove', { name: share.to.name })}
          >
            {t('action.remove')}
          </Button>
        </li>
      ))}
    </ul>
  )
}

/** The reader's own day on which a share ends, whatever hour the server counts to. */
function localDay(instant: string): string {
  const at = new Date(instant)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
