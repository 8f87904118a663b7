// /import: drop a file, see what was imported lately. /import/ID: one import, step by step.
import { Button } from 'antd'
import { Link, useParams } from 'react-router'
import { DropZone } from '@/pages/import/drop-zone'
import { ImportList } from '@/pages/import/import-list'
import { ImportWizard } from '@/pages/import/import-wizard'
import { useT } from '@/lib/i18n'
import { PageHeader } from '@/ui/page-header'
import '@/pages/import/words/words'
import '@/pages/import/import.css'

export default function ImportPage() {
  const t = useT()
  const { id } = useParams()
  if (id) return <ImportWizard key={id} id={id} />
  return (
    <div className="page stack">
      <PageHeader
        title={t('import.title')}
        note={t('import.note')}
        actions={
          <Link to="/customer">
            <Button>{t('import.to_customers')}</Button>
          </Link>
        }
      />
      <DropZone />
      <ImportList />
    </div>
  )
}
