// One line of text.
import type { ValueProps } from '@/fields/field-type'

export function TextValue({ value }: ValueProps) {
  return <>{String(value)}</>
}
