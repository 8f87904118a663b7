// The page of a form: /customer/new, /customer/:id/edit. Values for a new record may stand in the
// address: /order/new?customer=cus_...
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { RecordForm } from '@/record/form/record-form'
import { recordTitle } from '@/record/record-title'
import { useT } from '@/lib/i18n'
import { findField, objectLabel, useObjects, valueType, type ObjectDeclaration } from '@/lib/objects'
import { useRecord, type JuanRecord } from '@/lib/records'
import { EmptyState } from '@/ui/empty-state'
import { ErrorBox } from '@/ui/error-box'
import { ObjectIcon } from '@/ui/object-icon'
import { PageHeader } from '@/ui/page-header'
import { PageSkeleton } from '@/ui/page-skeleton'

interface Props {
  /** Given where the address does not name the object by a parameter. */
  object?: string
}

export default function FormPage({ object: given }: Props) {
  const t = useT()
  const params = useParams()
  const name = given ?? params.object ?? ''
  const { data: objects, error, refetch } = useObjects()
  const object = objects?.find((candidate) => candidate.name === name)
  const answer = useRecord(name, params.id)
  const failure = error ?? answer.error
  if (failure) {
    return (
      <div className="page">
        <ErrorBox error={failure} onRetry={() => void Promise.all([refetch(), answer.refetch()])} />
      </div>
    )
  }
  if (!objects || (params.id && !answer.data)) return <PageSkeleton />
  if (!object) {
    return (
      <div className="page">
        <EmptyState text={t('error.no_page', { path: `/${name}` })} />
      </div>
    )
  }
  return (
    <FormOf
      key={`${name}/${params.id ?? ''}`}
      object={object}
      record={answer.data?.record ?? null}
      titles={answer.data?.titles ?? {}}
    />
  )
}

function FormOf({
  object,
  record,
  titles,
}: {
  object: ObjectDeclaration
  record: JuanRecord | null
  titles: Record<string, string>
}) {
  const t = useT()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const initial = initialValues(object, search)
  const title = record
    ? t('form.edit_title', { title: recordTitle(object, record, titles) })
    : t('form.new_title', { object: objectLabel(object) })
  return (
    <div className="page">
      <PageHeader title={title} icon={<ObjectIcon name={object.icon} object={object.name} />} />
      <div className="panel" style={{ maxWidth: 1080 }}>
        <RecordForm
          object={object}
          record={record}
          titles={titles}
          initial={initial}
          onSaved={(saved) => void navigate(`/${object.name}/${saved.id}`, { replace: true })}
          onCancel={() => void navigate(record ? `/${object.name}/${record.id}` : `/${object.name}`)}
        />
      </div>
    </div>
  )
}

/** Only texts, links and choices can be given in an address. */
function initialValues(object: ObjectDeclaration, search: URLSearchParams): Record<string, unknown> {
  const allowed = ['text', 'person_name', 'link', 'choice', 'phone', 'email', 'date', 'instant']
  return Object.fromEntries(
    [...search].filter(([name]) => {
      const field = findField(object, name)
      return field && field.right === 'write' && allowed.includes(valueType(field))
    }),
  )
}
