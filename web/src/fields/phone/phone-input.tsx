// Typing in a phone number as people write it; the server gives it its standard form.
import { Input } from 'antd'
import type { InputProps } from '@/fields/field-type'
import { formatPhone } from '@/lib/format'
import { useT } from '@/lib/i18n'

export function PhoneInput({ id, value, onChange, isInvalid, isDisabled, autoFocus }: InputProps) {
  const t = useT()
  return (
    <Input
      id={id}
      type="tel"
      value={value ? formatPhone(String(value)) : ''}
      onChange={(event) => onChange(event.target.value || null)}
      placeholder={t('phone.example')}
      status={isInvalid ? 'error' : undefined}
      disabled={isDisabled}
      autoFocus={autoFocus}
      autoComplete="off"
    />
  )
}
