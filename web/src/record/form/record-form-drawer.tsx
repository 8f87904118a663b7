// A form in a drawer above the page that asked for it.
import { Drawer } from 'antd'
import { RecordForm } from '@/record/form/record-form'
import { recordTitle } from '@/record/record-title'
import { useT } from '@/lib/i18n'
import { objectLabel, type ObjectDeclaration } from '@/lib/objects'
import type { JuanRecord, Titles } from '@/lib/records'
import { useIsPhone } from '@/lib/use-is-phone'

interface Props {
  object: ObjectDeclaration
  /** null: a new one. */
  record: JuanRecord | null
  titles?: Titles
  initial?: Record<string, unknown>
  open: boolean
  onClose: () => void
  onSaved?: (record: JuanRecord) => void
}

export function RecordFormDrawer({ object, record, titles, initial, open, onClose, onSaved }: Props) {
  const t = useT()
  const isPhone = useIsPhone()
  const title = record
    ? t('form.edit_title', { title: recordTitle(object, record, titles) })
    : t('form.new_title', { object: objectLabel(object) })
  return (
    // Closing keeps what was typed as a draft; the form finds it again when it is opened.
    <Drawer
      open={open}
      onClose={onClose}
      title={title}
      size={isPhone ? '100%' : 720}
      destroyOnHidden
      mask={{ closable: true }}
    >
      <RecordForm
        object={object}
        record={record}
        titles={titles}
        initial={initial}
        onCancel={onClose}
        onSaved={(saved) => {
          onSaved?.(saved)
          onClose()
        }}
      />
    </Drawer>
  )
}
