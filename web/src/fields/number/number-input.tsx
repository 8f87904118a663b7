// Typing in a number within the bounds of its field.
import { InputNumber } from 'antd'
import type { InputProps } from '@/fields/field-type'
import { valueType } from '@/lib/objects'

export function NumberInput({ id, field, value, onChange, isInvalid, isDisabled, autoFocus }: InputProps) {
  const type = valueType(field)
  return (
    <InputNumber
      id={id}
      value={(value as number | null) ?? null}
      onChange={(number) => onChange(number)}
      precision={type === 'integer' ? 0 : undefined}
      suffix={type === 'percent' ? '%' : undefined}
      // The bounds are checked by the server, with a sentence; a number is not changed silently here.
      status={isInvalid || isOutside(value, field.min, field.max) ? 'error' : undefined}
      disabled={isDisabled}
      autoFocus={autoFocus}
      controls={false}
      style={{ width: '100%' }}
    />
  )
}

function isOutside(value: unknown, min: unknown, max: unknown): boolean {
  if (typeof value !== 'number') return false
  const isBelow = min !== null && min !== undefined && value < Number(min)
  const isAbove = max !== null && max !== undefined && value > Number(max)
  return isBelow || isAbove
}
