// An import that stopped before its end goes on where it stopped, or begins anew with other columns.
import { useState } from 'react'
import { App, Button } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Import } from '@/pages/import/import-types'
import { api } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { sentenceOf } from '@/ui/error-box'

export function RunAgain({ item }: { item: Import }) {
  const t = useT()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [isStarting, setIsStarting] = useState(false)

  async function goOn() {
    setIsStarting(true)
    try {
      client.setQueryData(['imports', item.id], await api.post<Import>(`/imports/${item.id}/run`, {}))
    } catch (error) {
      message.error(sentenceOf(error))
      setIsStarting(false)
    }
  }

  return (
    <>
      <Link to={`/import/${item.id}?step=columns`}>
        <Button title={t('import.other_columns_note')}>{t('import.other_columns')}</Button>
      </Link>
      <Button type="primary" loading={isStarting} onClick={() => void goOn()}>
        {t('import.go_on')}
      </Button>
    </>
  )
}
