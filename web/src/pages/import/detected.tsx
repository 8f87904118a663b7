// What the server made of the file, which object its rows are, and what to do with filled fields.
import { Descriptions, Radio, Select } from 'antd'
import type { Plan, Preview } from '@/pages/import/import-types'
import { formatNumber, formatPercent } from '@/lib/format'
import { hasText, useT } from '@/lib/i18n'
import { objectLabel, useObjects } from '@/lib/objects'

interface Props {
  preview: Preview
  plan: Plan
  onChange: (plan: Plan) => void
  onObject: (object: string) => void
}

export function Detected({ preview, plan, onChange, onObject }: Props) {
  const t = useT()
  const { data: objects } = useObjects()
  const allowed = objects?.filter((object) => object.rights.import) ?? []
  const scores = new Map(preview.objects.map((object) => [object.name, object.score]))
  const options = allowed
    .map((object) => ({ value: object.name, label: objectLabel(object), score: scores.get(object.name) ?? 0 }))
    .sort((a, b) => b.score - a.score)
    .map(({ value, label, score }) => ({
      value,
      label: score > 0 ? `${label} · ${t('import.likeness', { percent: formatPercent(100 * score, 0) })}` : label,
    }))
  return (
    <section className="panel import-detected">
      <Descriptions
        size="small"
        column={{ xs: 2, sm: 4, md: 4 }}
        items={[
          { key: 'encoding', label: t('import.encoding'), children: preview.encoding },
          { key: 'delimiter', label: t('import.delimiter'), children: delimiterName(preview.delimiter) },
          {
            key: 'header',
            label: t('import.header'),
            children: t(preview.has_header ? 'import.header_first' : 'import.header_none'),
          },
          {
            key: 'rows',
            label: t('import.rows'),
            children: t('import.rows_about', { count: formatNumber(preview.row_estimate) }),
          },
        ]}
      />
      <div className="row row-wrap import-choices">
        <label className="row">
          <span>{t('import.object_choice')}</span>
          <Select
            value={plan.object}
            options={options}
            onChange={onObject}
            popupMatchSelectWidth={false}
            style={{ minWidth: 200 }}
            aria-label={t('import.object_choice')}
          />
        </label>
        <span className="row row-wrap" role="group" aria-label={t('import.policy')}>
          <span>{t('import.policy')}</span>
          <Radio.Group
            value={plan.policy}
            onChange={(event) => onChange({ ...plan, policy: event.target.value as Plan['policy'] })}
            options={(['fill', 'overwrite'] as const).map((policy) => ({
              value: policy,
              label: t(`import.policy.${policy}`),
            }))}
          />
        </span>
      </div>
    </section>
  )

  function delimiterName(delimiter: string): string {
    const names: Record<string, string> = {
      ',': 'comma',
      '\t': 'tab',
      ';': 'semicolon',
      '|': 'bar',
      '，': 'wide_comma',
    }
    const key = `import.delimiter.${names[delimiter] ?? ''}`
    return hasText(key) ? t(key) : delimiter
  }
}
