// A secret that is shown once: a link, a key. Closing asks for nothing, but says that it will not come again.
import { Alert, Modal, Typography } from 'antd'
import { useT } from '@/lib/i18n'

interface Props {
  title: string
  note: string
  /** What is shown; null keeps the dialog closed. */
  secret: string | null
  onClose: () => void
}

export function ShownOnce({ title, note, secret, onClose }: Props) {
  const t = useT()
  return (
    <Modal
      open={secret !== null}
      title={title}
      onCancel={onClose}
      onOk={onClose}
      okText={t('once.done')}
      cancelButtonProps={{ style: { display: 'none' } }}
      mask={{ closable: false }}
      destroyOnHidden
    >
      <div className="stack">
        <Alert type="warning" showIcon title={note} />
        <Typography.Paragraph
          className="shown-once"
          copyable={{ text: secret ?? '', tooltips: [t('action.copy'), t('once.copied')] }}
          data-testid="shown-once"
        >
          {secret}
        </Typography.Paragraph>
      </div>
    </Modal>
  )
}
