// The list of any object: /customer, /order, ... drawn from its declaration.
import { useParams } from 'react-router'
import { ListView } from '@/record/list/list-view'
import { useT } from '@/lib/i18n'
import { useObjects } from '@/lib/objects'
import { EmptyState } from '@/ui/empty-state'
import { ErrorBox } from '@/ui/error-box'
import { PageSkeleton } from '@/ui/page-skeleton'

export default function ListPage() {
  const t = useT()
  const { object: name = '' } = useParams()
  const { data: objects, error, refetch } = useObjects()
  const object = objects?.find((candidate) => candidate.name === name)
  if (object) return <ListView key={object.name} object={object} />
  if (error) {
    return (
      <div className="page">
        <ErrorBox error={error} onRetry={() => void refetch()} />
      </div>
    )
  }
  if (!objects) return <PageSkeleton />
  return (
    <div className="page">
      <EmptyState text={t('error.no_page', { path: `/${name}` })} />
    </div>
  )
}
