// An address nobody lives at.
import { Button } from 'antd'
import { Link } from 'react-router'
import { useT } from '@/lib/i18n'
import { EmptyState } from '@/ui/empty-state'
import { PageHeader } from '@/ui/page-header'

export function NotFound() {
  const t = useT()
  return (
    <div className="page">
      <PageHeader title={t('error.no_page_title')} />
      <EmptyState text={t('error.no_page', { path: location.pathname })}>
        <Link to="/">
          <Button type="primary">{t('action.home')}</Button>
        </Link>
      </EmptyState>
    </div>
  )
}
