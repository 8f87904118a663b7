// A phone number that can be called; one shown only in part is plain text.
import type { ValueProps } from '@/fields/field-type'
import { formatPhone } from '@/lib/format'

export function PhoneValue({ value }: ValueProps) {
  const number = String(value)
  if (number.includes('*')) return <span className="number">{formatPhone(number)}</span>
  return (
    <a className="number" href={`tel:${number}`}>
      {formatPhone(number)}
    </a>
  )
}
