// A record at the right of its list, which stays where it is. J and K, or the arrows, go to the next
// and the previous one.
import { useEffect, useEffectEvent } from 'react'
import { DownOutlined, ExpandOutlined, UpOutlined } from '@ant-design/icons'
import { Button, Drawer, Space } from 'antd'
import { Link } from 'react-router'
import { RecordView } from '@/record/page/record-view'
import { useT } from '@/lib/i18n'
import type { ObjectDeclaration } from '@/lib/objects'
import type { RecordList } from '@/lib/records'
import { useIsPhone } from '@/lib/use-is-phone'

interface Props {
  object: ObjectDeclaration
  id: string | null
  list: RecordList | undefined
  onOpen: (id: string | null) => void
}

export function RecordDrawer({ object, id, list, onOpen }: Props) {
  const t = useT()
  const isPhone = useIsPhone()
  const ids = list?.items.map((item) => item.id) ?? []
  const at = id ? ids.indexOf(id) : -1
  const before = at > 0 ? ids[at - 1] : undefined
  const after = at >= 0 ? ids[at + 1] : undefined

  const press = useEffectEvent((event: KeyboardEvent) => {
    const isTyping = (event.target as HTMLElement).closest('input, textarea, [contenteditable="true"], .ant-modal')
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'j' && after) onOpen(after)
    if (event.key === 'k' && before) onOpen(before)
  })
  useEffect(() => {
    if (!id) return
    const listener = (event: KeyboardEvent) => press(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [id])

  return (
    <Drawer
      open={id !== null}
      onClose={() => onOpen(null)}
      size={isPhone ? '100%' : 560}
      mask={false}
      destroyOnHidden
      rootClassName="record-drawer"
      styles={{ body: { padding: 0 } }}
      extra={
        <Space>
          <Button
            type="text"
            icon={<UpOutlined />}
            disabled={!before}
            onClick={() => before && onOpen(before)}
            aria-label={t('drawer.before')}
            title={`${t('drawer.before')} (K)`}
          />
          <Button
            type="text"
            icon={<DownOutlined />}
            disabled={!after}
            onClick={() => after && onOpen(after)}
            aria-label={t('drawer.after')}
            title={`${t('drawer.after')} (J)`}
          />
          <Link to={`/${object.name}/${id}`}>
            <Button icon={<ExpandOutlined />} tabIndex={-1}>
              {t('drawer.open_page')}
            </Button>
          </Link>
        </Space>
      }
    >
      {id && <RecordView key={id} object={object} id={id} isInDrawer onGone={() => onOpen(null)} />}
    </Drawer>
  )
}
