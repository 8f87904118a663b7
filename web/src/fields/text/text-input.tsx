// Typing in a text, of one line or of many. What is too long is not cut, which nobody would notice when pasting: it
// turns red, and the server says how long it may be.
import { Input } from 'antd'
import type { InputProps } from '@/fields/field-type'
import { GrowingTextArea } from '@/ui/growing-text-area'

export function TextInput({ id, field, value, onChange, isInvalid, isDisabled, autoFocus }: InputProps) {
  const shared = {
    id,
    value: (value as string | null) ?? '',
    onChange: (event: { target: { value: string } }) => onChange(event.target.value || null),
    count: { max: field.length_max ?? undefined },
    status: isInvalid ? ('error' as const) : undefined,
    disabled: isDisabled,
    autoFocus,
  }
  if (field.type === 'long_text') return <GrowingTextArea {...shared} />
  return (
    <Input
      {...shared}
      autoComplete="off"
      type={field.type === 'email' ? 'email' : 'text'}
      inputMode={field.type === 'url' ? 'url' : undefined}
    />
  )
}
