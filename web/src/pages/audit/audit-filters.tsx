// What narrows the audit.
import { Button, DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { LinkSelect } from '@/record/access/link-select'
import type { AuditFilter } from '@/pages/audit/audit-types'
import { t as words, useT } from '@/lib/i18n'
import { pluralLabel, type ObjectDeclaration } from '@/lib/objects'

const actions = [
  'create',
  'update',
  'erase',
  'sign_in',
  'sign_in_failed',
  'sign_in_refused',
  'export',
  'export_refused',
  'reveal',
  'reveal_refused',
  'share',
  'unshare',
  'view_as',
  'refused',
  'hand_over',
  'password_changed',
  'second_factor_on',
  'key_added',
  'settings_changed',
]

interface Props {
  filter: AuditFilter
  objects: ObjectDeclaration[]
  onChange: (next: Partial<AuditFilter>) => void
}

export function AuditFilters({ filter, objects, onChange }: Props) {
  const t = useT()
  const isNarrowed = Object.values(filter).some(Boolean)
  return (
    <div className="audit-filters" role="search" aria-label={t('audit.filters')}>
      <DatePicker.RangePicker
        value={[filter.from ? dayjs(filter.from) : null, filter.to ? dayjs(filter.to).subtract(1, 'day') : null]}
        allowEmpty={[true, true]}
        aria-label={t('audit.time')}
        onChange={(days) =>
          onChange({
            from: days?.[0]?.startOf('day').toISOString() ?? '',
            // The server counts to, but not including, the end.
            to: days?.[1]?.startOf('day').add(1, 'day').toISOString() ?? '',
          })
        }
        presets={presets()}
      />
      <div>
        <label className="visually-hidden" htmlFor="audit-actor">
          {t('audit.actor')}
        </label>
        <LinkSelect
          id="audit-actor"
          object="user"
          placeholder={t('audit.actor')}
          value={filter.actor}
          onChange={(id) => onChange({ actor: id ?? '' })}
        />
      </div>
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('audit.action')}
        placeholder={t('audit.action')}
        value={filter.action || undefined}
        onChange={(action) => onChange({ action: action ?? '' })}
        options={actions.map((action) => ({ value: action, label: t(`audit.action.${action}`) }))}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('audit.object')}
        placeholder={t('audit.object')}
        value={filter.object || undefined}
        onChange={(object) => onChange({ object: object ?? '' })}
        options={objects.map((object) => ({ value: object.name, label: pluralLabel(object) }))}
      />
      <Input
        key={filter.record}
        allowClear
        aria-label={t('audit.record')}
        placeholder={t('audit.record')}
        defaultValue={filter.record}
        onPressEnter={(event) => onChange({ record: lastPart(event.currentTarget.value) })}
        onBlur={(event) => {
          const record = lastPart(event.currentTarget.value)
          if (record !== filter.record) onChange({ record })
        }}
      />
      {isNarrowed && (
        <Button onClick={() => onChange({ from: '', to: '', actor: '', action: '', object: '', record: '' })}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  )
}

function presets() {
  const today = dayjs().startOf('day')
  return [
    { label: words('date.today'), value: [today, today] as [dayjs.Dayjs, dayjs.Dayjs] },
    {
      label: words('date.yesterday'),
      value: [today.subtract(1, 'day'), today.subtract(1, 'day')] as [dayjs.Dayjs, dayjs.Dayjs],
    },
    { label: words('date.this_month'), value: [today.startOf('month'), today] as [dayjs.Dayjs, dayjs.Dayjs] },
  ]
}

/** People paste the address of a record; its id stands at the end. */
function lastPart(text: string): string {
  return text.trim().split(/[/?#]/).filter(Boolean).at(-1) ?? ''
}
