// The page of any record: /order/ord_... drawn from the declaration of its object.
import { useNavigate, useParams } from 'react-router'
import { RecordView } from '@/record/page/record-view'
import { useT } from '@/lib/i18n'
import { useObjects } from '@/lib/objects'
import { EmptyState } from '@/ui/empty-state'
import { ErrorBox } from '@/ui/error-box'
import { PageSkeleton } from '@/ui/page-skeleton'

export default function RecordPage() {
  const t = useT()
  const navigate = useNavigate()
  const { object: name = '', id = '' } = useParams()
  const { data: objects, error, refetch } = useObjects()
  const object = objects?.find((candidate) => candidate.name === name)
  if (object)
    return <RecordView key={id} object={object} id={id} onGone={() => void navigate(`/${name}`, { replace: true })} />
  if (!objects && !error) return <PageSkeleton />
  return (
    <div className="page">
      {error ? (
        <ErrorBox error={error} onRetry={() => void refetch()} />
      ) : (
        <EmptyState text={t('error.no_page', { path: `/${name}` })} />
      )}
    </div>
  )
}
