// Asks once more before records are deleted; many need their number typed in.
import { useState } from 'react'
import { Button, Input, Modal, Typography } from 'antd'
import { formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { pluralLabel, type ObjectDeclaration } from '@/lib/objects'

const many = 20

interface Props {
  object: ObjectDeclaration
  count: number
  onDelete: () => void
}

export function BulkDelete({ object, count, onDelete }: Props) {
  const t = useT()
  const [isOpen, setIsOpen] = useState(false)
  const [typed, setTyped] = useState('')
  // "2,000", as the title writes it, is meant as well as "2000".
  const isSure = count < many || typed.replace(/[\s,，]/g, '') === String(count)

  return (
    <>
      <Button danger onClick={() => setIsOpen(true)}>
        {t('action.delete')}
      </Button>
      <Modal
        open={isOpen}
        title={t('bulk.delete_title', { count: formatNumber(count), objects: pluralLabel(object) })}
        okText={t('action.delete')}
        okButtonProps={{ danger: true, disabled: !isSure }}
        onOk={() => {
          setIsOpen(false)
          onDelete()
        }}
        onCancel={() => setIsOpen(false)}
        afterClose={() => setTyped('')}
      >
        <Typography.Paragraph>{t('bulk.delete_note')}</Typography.Paragraph>
        {count >= many && (
          <Input
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            placeholder={t('bulk.delete_type', { count: String(count) })}
            aria-label={t('bulk.delete_type', { count: String(count) })}
          />
        )}
      </Modal>
    </>
  )
}
