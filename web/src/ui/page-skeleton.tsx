// The grey outline of a page whose data is on its way.
import { Skeleton } from 'antd'
import { useT } from '@/lib/i18n'

export function PageSkeleton({ rows = 8 }: { rows?: number }) {
  const t = useT()
  return (
    <div className="page" role="status" aria-label={t('state.loading')}>
      <Skeleton active title paragraph={{ rows }} />
    </div>
  )
}
