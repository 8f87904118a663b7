// Whom a record is shared with, beside those who see it by their role.
import { useState } from 'react'
import { ShareAltOutlined } from '@ant-design/icons'
import { Button, Modal } from 'antd'
import { ShareForm } from '@/record/access/share-form'
import { ShareList } from '@/record/access/share-list'
import { useShares } from '@/record/access/shares'
import { useT } from '@/lib/i18n'
import { PartFailed } from '@/ui/part-failed'
import '@/record/access/words/words'

interface Props {
  object: string
  id: string
  title: string
}

export function ShareButton(props: Props) {
  const t = useT()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button icon={<ShareAltOutlined />} onClick={() => setIsOpen(true)}>
        {t('share.open')}
      </Button>
      <Modal
        open={isOpen}
        title={t('share.title', { title: props.title })}
        footer={null}
        width={640}
        onCancel={() => setIsOpen(false)}
        destroyOnHidden
      >
        <Sharing {...props} />
      </Modal>
    </>
  )
}

function Sharing({ object, id }: Props) {
  const shares = useShares(object, id)
  if (shares.error) return <PartFailed error={shares.error} onRetry={() => void shares.refetch()} />
  return (
    <div className="stack">
      <ShareForm object={object} id={id} />
      <ShareList object={object} id={id} items={shares.data?.items} />
    </div>
  )
}
