// What can be done with one record: change it, delete it.
import { useState } from 'react'
import { DeleteOutlined, EditOutlined } from '@ant-design/icons'
import { App, Button, Popconfirm } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { RecordFormDrawer } from '@/record/form/record-form-drawer'
import { ExplainLink } from '@/record/access/explain-link'
import { ShareButton } from '@/record/access/share-button'
import { recordTitle } from '@/record/record-title'
import { useT } from '@/lib/i18n'
import { findField, type ObjectDeclaration } from '@/lib/objects'
import { deleteRecord, refreshObject, type JuanRecord, type Titles } from '@/lib/records'
import { sentenceOf } from '@/ui/error-box'

interface Props {
  object: ObjectDeclaration
  record: JuanRecord
  titles: Titles
  rights?: { edit: boolean; delete: boolean }
  onGone: () => void
}

export function RecordActions({ object, record, titles, rights, onGone }: Props) {
  const t = useT()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [isEditing, setIsEditing] = useState(false)
  const may = rights ?? object.rights

  async function remove() {
    try {
      await deleteRecord(object.name, record.id, record.version)
      client.removeQueries({ queryKey: ['record', object.name, record.id] })
      onGone()
      refreshObject(client, object.name)
    } catch (error) {
      message.error(sentenceOf(error))
    }
  }

  return (
    <>
      {findField(object, 'owner') && may.edit && (
        <ShareButton object={object.name} id={record.id} title={recordTitle(object, record, titles)} />
      )}
      <ExplainLink object={object.name} id={record.id} />
      {may.edit && (
        <Button icon={<EditOutlined />} onClick={() => setIsEditing(true)}>
          {t('action.edit')}
        </Button>
      )}
      {may.delete && (
        <Popconfirm
          title={t('record.delete_sure')}
          okText={t('action.delete')}
          okButtonProps={{ danger: true }}
          onConfirm={remove}
        >
          <Button icon={<DeleteOutlined />} aria-label={t('action.delete')} danger type="text" />
        </Popconfirm>
      )}
      <RecordFormDrawer
        object={object}
        record={record}
        titles={titles}
        open={isEditing}
        onClose={() => setIsEditing(false)}
      />
    </>
  )
}
