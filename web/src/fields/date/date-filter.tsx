// The day of a condition: one that moves with today ("last 30 days"), or a fixed one.
import { DatePicker, Select, Space } from 'antd'
import dayjs from 'dayjs'
import type { FilterProps } from '@/fields/field-type'
import { hasText, useT } from '@/lib/i18n'

/** Names of the condition language; each has its text. */
const relative = [
  'today',
  'yesterday',
  'this_week',
  'last_week',
  'this_month',
  'last_month',
  'this_quarter',
  'this_year',
  'last_year',
]
const shifted = ['today-7d', 'today-30d', 'today-90d', 'today-365d', 'today+7d', 'today+30d']

export function DateFilter({ values, onChange }: FilterProps) {
  const t = useT()
  const value = values[0] ?? ''
  const isFixed = value === 'fixed' || /^\d{4}-/.test(value)
  const names = [...relative, ...shifted]
  const known = names.includes(value) || isFixed || value === '' ? names : [...names, value]
  return (
    <Space.Compact block>
      <Select
        value={isFixed ? 'fixed' : value || undefined}
        onChange={(name: string) => onChange([name === 'fixed' ? dayjs().format('YYYY-MM-DD') : name])}
        placeholder={t('filter.value')}
        aria-label={t('filter.value')}
        options={[
          { value: 'fixed', label: t('date.fixed') },
          ...known.map((name) => ({ value: name, label: hasText(`date.${name}`) ? t(`date.${name}`) : name })),
        ]}
        style={{ minWidth: 120, flex: 1 }}
      />
      {isFixed && (
        <DatePicker
          value={dayjs(value)}
          allowClear={false}
          onChange={(day) => day && onChange([day.format('YYYY-MM-DD')])}
        />
      )}
    </Space.Compact>
  )
}
