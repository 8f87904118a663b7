// A list without records: because of the filter, or because there are none yet.
import { Button } from 'antd'
import { Link } from 'react-router'
import { useT } from '@/lib/i18n'
import { objectLabel, pluralLabel, type ObjectDeclaration } from '@/lib/objects'
import { EmptyState } from '@/ui/empty-state'

interface Props {
  object: ObjectDeclaration
  isFiltered: boolean
  onClear: () => void
}

export function ListEmpty({ object, isFiltered, onClear }: Props) {
  const t = useT()
  if (isFiltered) {
    return (
      <EmptyState text={t('list.none_match', { objects: pluralLabel(object) })}>
        <Button onClick={onClear}>{t('list.clear_filter')}</Button>
      </EmptyState>
    )
  }
  return (
    <EmptyState text={t('list.none', { objects: pluralLabel(object) })}>
      {object.rights.create && (
        <Link to={`/${object.name}/new`}>
          <Button type="primary" tabIndex={-1}>
            {t('list.new', { object: objectLabel(object) })}
          </Button>
        </Link>
      )}
    </EmptyState>
  )
}
