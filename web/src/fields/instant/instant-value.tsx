// A moment: how long ago at a glance on hover, and exactly.
import type { ValueProps } from '@/fields/field-type'
import { formatInstant, formatRelative } from '@/lib/format'

export function InstantValue({ value }: ValueProps) {
  const instant = String(value)
  return (
    <time className="number" dateTime={instant} title={formatRelative(instant)}>
      {formatInstant(instant)}
    </time>
  )
}
