// Yes or no.
import { Select, Switch } from 'antd'
import type { FieldType, FilterProps, InputProps, ValueProps } from '@/fields/field-type'
import { useT } from '@/lib/i18n'

function BooleanValue({ value }: ValueProps) {
  const t = useT()
  return <>{t(value ? 'boolean.yes' : 'boolean.no')}</>
}

function BooleanInput({ id, value, onChange, isDisabled, autoFocus }: InputProps) {
  return <Switch id={id} checked={Boolean(value)} onChange={onChange} disabled={isDisabled} autoFocus={autoFocus} />
}

function BooleanFilter({ values, onChange }: FilterProps) {
  const t = useT()
  return (
    <Select
      value={values[0] || undefined}
      onChange={(value: string) => onChange([value])}
      placeholder={t('filter.value')}
      aria-label={t('filter.value')}
      options={[
        { value: 'true', label: t('boolean.yes') },
        { value: 'false', label: t('boolean.no') },
      ]}
      style={{ width: '100%' }}
    />
  )
}

export const boolean: FieldType = {
  Value: BooleanValue,
  Input: BooleanInput,
  Filter: BooleanFilter,
  operators: ['='],
  width_px: 80,
}
