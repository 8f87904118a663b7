// The number of a condition; digits only, so that what is typed is what is asked.
import { InputNumber } from 'antd'
import type { FilterProps } from '@/fields/field-type'
import { useT } from '@/lib/i18n'

export function NumberFilter({ values, onChange }: FilterProps) {
  const t = useT()
  return (
    <InputNumber
      stringMode
      value={values[0] || null}
      onChange={(value) => onChange([value === null ? '' : String(value)])}
      placeholder={t('filter.value')}
      aria-label={t('filter.value')}
      controls={false}
      style={{ width: '100%' }}
    />
  )
}
