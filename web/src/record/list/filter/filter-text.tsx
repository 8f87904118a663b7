// The filter as text, for everything the language can say. The server's judgement is shown while
// typing, where it found the mistake.
import { useQuery } from '@tanstack/react-query'
import { Alert, Typography } from 'antd'
import { listRecords } from '@/lib/records'
import type { ObjectDeclaration } from '@/lib/objects'
import { formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { useLate } from '@/lib/use-late'
import { filterPaths } from '@/lib/paths'
import { sentenceOf } from '@/ui/error-box'
import { GrowingTextArea } from '@/ui/growing-text-area'

const typing_pause_ms = 500

interface Props {
  object: ObjectDeclaration
  value: string
  onChange: (text: string) => void
  onApply: () => void
}

export function FilterText({ object, value, onChange, onApply }: Props) {
  const t = useT()
  const filter = useLate(value.trim(), typing_pause_ms)
  const trial = useQuery({
    queryKey: ['filter', object.name, filter],
    queryFn: ({ signal }) => listRecords(object.name, { filter, page_size: 1, fields: 'id' }, signal),
    enabled: filter !== '',
    retry: false,
  })
  const isCurrent = filter === value.trim() && filter !== ''
  return (
    <>
      <GrowingTextArea
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onApply()
        }}
        className="json-value"
        spellCheck={false}
        autoFocus
        aria-label={t('filter.text')}
        status={trial.error && isCurrent ? 'error' : undefined}
      />
      {isCurrent && trial.error && <Alert type="error" showIcon title={sentenceOf(trial.error)} />}
      {isCurrent && trial.data && (
        <Alert type="success" showIcon title={t('filter.finds', { total: formatNumber(trial.data.total) })} />
      )}
      <Typography.Text type="secondary">{t('filter.text_help')}</Typography.Text>
      <details>
        <summary>{t('filter.names')}</summary>
        <ul className="filter-names">
          {filterPaths(object).map((entry) => (
            <li key={entry.path}>
              <code>{entry.path}</code> {entry.label}
            </li>
          ))}
        </ul>
      </details>
    </>
  )
}
