// Choosing or typing in a moment, to the minute, in the reader's time zone.
import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import type { InputProps } from '@/fields/field-type'

export function InstantInput({ id, value, onChange, isInvalid, isDisabled, autoFocus }: InputProps) {
  return (
    <DatePicker
      id={id}
      showTime={{ format: 'HH:mm' }}
      value={value ? dayjs(String(value)) : null}
      onChange={(moment) => onChange(moment ? moment.toISOString() : null)}
      format={{ format: 'YYYY-MM-DD HH:mm' }}
      status={isInvalid ? 'error' : undefined}
      disabled={isDisabled}
      autoFocus={autoFocus}
      style={{ width: '100%' }}
    />
  )
}
