// The text of a condition.
import { Input } from 'antd'
import type { FilterProps } from '@/fields/field-type'
import { useT } from '@/lib/i18n'

export function TextFilter({ values, onChange }: FilterProps) {
  const t = useT()
  return (
    <Input
      value={values[0] ?? ''}
      onChange={(event) => onChange([event.target.value])}
      placeholder={t('filter.value')}
      aria-label={t('filter.value')}
    />
  )
}
