// A record that cannot be shown: why, under a heading, and the way back to the list.
import { Link } from 'react-router'
import { useT } from '@/lib/i18n'
import { pluralLabel, type ObjectDeclaration } from '@/lib/objects'
import { ErrorBox } from '@/ui/error-box'
import { PageHeader } from '@/ui/page-header'

interface Props {
  object?: ObjectDeclaration
  error: unknown
  onRetry: () => void
}

export function RecordMissing({ object, error, onRetry }: Props) {
  const t = useT()
  return (
    <>
      <PageHeader title={t('error.no_record_title')} />
      <ErrorBox error={error} onRetry={onRetry} />
      {object && (
        <p>
          <Link to={`/${object.name}`}>{t('list.back', { objects: pluralLabel(object) })}</Link>
        </p>
      )}
    </>
  )
}
