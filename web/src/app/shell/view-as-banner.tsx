// Says whose eyes one looks through, on every page, with the way back to one's own.
import { useState } from 'react'
import { EyeOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { api } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { useSession } from '@/lib/session'
import { sentenceOf } from '@/ui/error-box'

export function ViewAsBanner() {
  const t = useT()
  const { message } = App.useApp()
  const [isBusy, setIsBusy] = useState(false)
  const { viewing_as } = useSession()
  if (!viewing_as) return null

  async function end() {
    setIsBusy(true)
    try {
      await api.delete('/session/view-as')
      // Everything read so far was read with the other's rights.
      location.assign(`/user/${viewing_as?.id ?? ''}`)
    } catch (error) {
      message.error(sentenceOf(error))
      setIsBusy(false)
    }
  }

  return (
    <div className="view-as" role="status">
      <EyeOutlined />
      <span className="grow">{t('view_as.note', { name: viewing_as.name })}</span>
      <Button size="small" onClick={() => void end()} loading={isBusy}>
        {t('view_as.end')}
      </Button>
    </div>
  )
}
