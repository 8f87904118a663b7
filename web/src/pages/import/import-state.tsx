// The state of an import as a word with its colour.
import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  LoadingOutlined,
  StopOutlined,
  UploadOutlined,
} from '@ant-design/icons'
import { Tag } from 'antd'
import type { ReactNode } from 'react'
import type { Import, ImportState } from '@/pages/import/import-types'
import { isTruncated } from '@/pages/import/verdict'
import { useT } from '@/lib/i18n'

const looks: Record<ImportState, { colour: string; icon: ReactNode }> = {
  uploaded: { colour: 'default', icon: <UploadOutlined /> },
  waiting: { colour: 'processing', icon: <ClockCircleOutlined /> },
  running: { colour: 'processing', icon: <LoadingOutlined /> },
  done: { colour: 'success', icon: <CheckCircleOutlined /> },
  failed: { colour: 'error', icon: <CloseCircleOutlined /> },
  cancelled: { colour: 'error', icon: <StopOutlined /> },
}

export function ImportStateTag({ item }: { item: Import }) {
  const t = useT()
  if (isTruncated(item))
    return (
      <Tag color="error" icon={<CloseCircleOutlined />}>
        {t('import.state.truncated')}
      </Tag>
    )
  if (item.state === 'done' && item.wrong > 0)
    return (
      <Tag color="warning" icon={<CheckCircleOutlined />}>
        {t('import.state.with_wrong')}
      </Tag>
    )
  const { colour, icon } = looks[item.state]
  return (
    <Tag color={colour} icon={icon}>
      {t(`import.state.${item.state}`)}
    </Tag>
  )
}
