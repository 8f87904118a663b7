// Why a column is mapped as it is: the server's reason and how sure it is, or the user's own choice.
import { Tag, Tooltip } from 'antd'
import type { Column } from '@/pages/import/import-types'
import { formatPercent } from '@/lib/format'
import { useT } from '@/lib/i18n'

/** From here on a proposal is taken for certain. */
const sure = 0.85

export function Proposal({ column, chosen }: { column: Column; chosen: string | undefined }) {
  const t = useT()
  if (!chosen) return <span className="secondary">{t('import.not_imported')}</span>
  if (chosen !== column.proposed) return <Tag>{t('import.by_hand')}</Tag>
  const reason = column.reason === 'content' ? 'import.by_content' : 'import.by_header'
  return (
    <Tooltip title={t(`${reason}_why`)}>
      <Tag color={column.confidence >= sure ? 'green' : 'orange'} tabIndex={0}>
        {t(reason)} {formatPercent(100 * column.confidence, 0)}
      </Tag>
    </Tooltip>
  )
}
