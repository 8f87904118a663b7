// Choosing or typing in a day.
import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import type { InputProps } from '@/fields/field-type'

export function DateInput({ id, value, onChange, isInvalid, isDisabled, autoFocus }: InputProps) {
  return (
    <DatePicker
      id={id}
      value={value ? dayjs(String(value)) : null}
      onChange={(day) => onChange(day ? day.format('YYYY-MM-DD') : null)}
      format={{ format: 'YYYY-MM-DD' }}
      status={isInvalid ? 'error' : undefined}
      disabled={isDisabled}
      autoFocus={autoFocus}
      style={{ width: '100%' }}
    />
  )
}
