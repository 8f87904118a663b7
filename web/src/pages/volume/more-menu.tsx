// What is done seldom: copying the link, deleting the customer.
import { DeleteOutlined, LinkOutlined, MoreOutlined } from '@ant-design/icons'
import { App, Button, Dropdown } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { useT } from '@/lib/i18n'
import type { ObjectDeclaration } from '@/lib/objects'
import { deleteRecord, refreshObject, type JuanRecord } from '@/lib/records'
import { recordTitle } from '@/record/record-title'
import { sentenceOf } from '@/ui/error-box'

export function MoreMenu({ object, record }: { object: ObjectDeclaration; record: JuanRecord }) {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { modal, message } = App.useApp()

  async function copy() {
    try {
      await navigator.clipboard.writeText(location.href)
      message.success(t('volume.copied'))
    } catch (error) {
      message.error(sentenceOf(error))
    }
  }

  async function remove() {
    try {
      await deleteRecord(object.name, record.id, record.version)
      await navigate('/customer', { replace: true })
      refreshObject(client, object.name)
    } catch (error) {
      message.error(sentenceOf(error))
    }
  }

  function choose(key: string) {
    if (key === 'copy') return void copy()
    modal.confirm({
      title: t('volume.delete_ask', { name: recordTitle(object, record) }),
      content: t('volume.delete_note'),
      okText: t('action.delete'),
      okButtonProps: { danger: true },
      onOk: remove,
    })
  }

  const items = [
    { key: 'copy', icon: <LinkOutlined />, label: t('volume.copy') },
    ...(object.rights.delete
      ? [{ key: 'delete', icon: <DeleteOutlined />, label: t('volume.delete'), danger: true }]
      : []),
  ]
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => choose(key) }}>
      <Button icon={<MoreOutlined />} aria-label={t('action.more')} />
    </Dropdown>
  )
}
