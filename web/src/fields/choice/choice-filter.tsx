// The choices of a condition: any number of them.
import { Select } from 'antd'
import type { FilterProps } from '@/fields/field-type'
import { choiceOptions } from '@/fields/choice/choice-options'
import { useT } from '@/lib/i18n'

export function ChoiceFilter({ field, operator, values, onChange }: FilterProps) {
  const t = useT()
  const isMany = operator === 'in' || operator === 'not_in'
  const chosen = values.filter((value) => value !== '')
  return (
    <Select
      mode={isMany ? 'multiple' : undefined}
      value={isMany ? chosen : chosen[0]}
      onChange={(next: string | string[]) => onChange(Array.isArray(next) ? next : [next])}
      options={choiceOptions(field)}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('filter.value')}
      aria-label={t('filter.value')}
      style={{ width: '100%' }}
    />
  )
}
