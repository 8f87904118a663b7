// Step 2: what was detected, and where each column goes.
import { Alert, Button, Tabs } from 'antd'
import { useSearchParams } from 'react-router'
import { Constants } from '@/pages/import/constants'
import { Detected } from '@/pages/import/detected'
import type { Plan, Preview } from '@/pages/import/import-types'
import { MappingTable } from '@/pages/import/mapping-table'
import { missingTargets } from '@/pages/import/plan'
import { Reading } from '@/pages/import/reading'
import { RowsTable } from '@/pages/import/rows-table'
import { useT } from '@/lib/i18n'
import { pick } from '@/lib/language'

interface Props {
  preview: Preview
  plan: Plan
  isBusy: boolean
  onChange: (plan: Plan) => void
  onObject: (object: string) => void
}

export function MappingStep({ preview, plan, isBusy, onChange, onObject }: Props) {
  const t = useT()
  const [, setSearch] = useSearchParams()
  const missing = missingTargets(plan, preview.targets)
  const ignored = preview.columns.length - plan.mapping.length
  const canGoOn = missing.length === 0 && plan.mapping.length > 0

  function check() {
    onChange(plan)
    setSearch({ step: 'check' })
  }

  return (
    <div className="stack">
      <Detected preview={preview} plan={plan} onChange={onChange} onObject={onObject} />
      {preview.findings.map((finding, index) => (
        <Alert key={index} type="warning" showIcon title={finding} />
      ))}
      {missing.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={t('import.missing', {
            fields: missing.map((target) => pick(target.label, target.path)).join(t('import.comma')),
          })}
          description={t('import.missing_hint')}
        />
      )}
      <section className="panel">
        <Tabs
          size="small"
          items={[
            {
              key: 'columns',
              label: t('import.columns', { count: preview.columns.length }),
              children: <MappingTable preview={preview} plan={plan} isBusy={isBusy} onChange={onChange} />,
            },
            {
              key: 'rows',
              label: t('import.first_rows', { count: preview.rows.length }),
              children: <RowsTable preview={preview} plan={plan} />,
            },
            {
              key: 'constants',
              label: t('import.constants', { count: Object.keys(plan.constants).length }),
              children: <Constants preview={preview} plan={plan} onChange={onChange} />,
            },
            {
              key: 'reading',
              label: t('import.reading_values'),
              children: <Reading plan={plan} onChange={onChange} />,
            },
          ]}
        />
      </section>
      <footer className="import-footer">
        <span className="grow secondary">{t('import.mapped', { count: plan.mapping.length, ignored })}</span>
        <Button type="primary" disabled={!canGoOn} onClick={check}>
          {t('import.check')}
        </Button>
      </footer>
    </div>
  )
}
