// Texts of several lines, shown with their line breaks; a list shows only the beginning.
import { present, type FieldType, type ValueProps } from '@/fields/field-type'
import { text } from '@/fields/text/text'

function LongTextValue({ value }: ValueProps) {
  return <span className="long-text">{String(value)}</span>
}

export const longText: FieldType = {
  ...text,
  Value: LongTextValue,
  operators: ['has', 'not_has', ...present],
  width_px: 220,
  isWide: true,
}
