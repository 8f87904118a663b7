// Choosing one or several of the choices of a field.
import { Select } from 'antd'
import type { InputProps } from '@/fields/field-type'
import { choiceOptions } from '@/fields/choice/choice-options'
import { valueType } from '@/lib/objects'

export function ChoiceInput({ id, field, value, onChange, isInvalid, isDisabled, isCell, autoFocus }: InputProps) {
  const isMany = valueType(field) === 'choices'
  return (
    <Select
      id={id}
      mode={isMany ? 'multiple' : undefined}
      value={isMany ? ((value as string[] | null) ?? []) : ((value as string | null) ?? undefined)}
      onChange={(chosen: unknown) => onChange(chosen ?? null)}
      options={choiceOptions(field)}
      allowClear={!field.required}
      showSearch={{ optionFilterProp: 'label' }}
      status={isInvalid ? 'error' : undefined}
      disabled={isDisabled}
      autoFocus={autoFocus}
      defaultOpen={isCell && autoFocus}
      style={{ width: '100%' }}
    />
  )
}
