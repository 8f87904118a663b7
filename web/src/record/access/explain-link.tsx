// From a record to the page that explains who sees it and why; for those who look after rights.
import { QuestionCircleOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { Link } from 'react-router'
import { useT } from '@/lib/i18n'
import { useDuty } from '@/lib/session'
import '@/record/access/words/words'

export function ExplainLink({ object, id }: { object: string; id: string }) {
  const t = useT()
  const isGuard = useDuty('security')
  if (!isGuard) return null
  return (
    <Tooltip title={t('explain_link.open')}>
      <Link to={`/access/explain?object=${object}&id=${id}`} aria-label={t('explain_link.open')}>
        <Button icon={<QuestionCircleOutlined />} tabIndex={-1} />
      </Link>
    </Tooltip>
  )
}
