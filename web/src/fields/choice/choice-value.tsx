// The label of a choice, as a tag in its colour; several stand side by side.
import type { ValueProps } from '@/fields/field-type'
import { pick } from '@/lib/language'
import type { Field } from '@/lib/objects'
import { ColourTag } from '@/ui/colour-tag'

export function ChoiceValue({ field, value }: ValueProps) {
  const values = Array.isArray(value) ? (value as string[]) : [String(value)]
  return (
    <span className="tags">
      {values.map((one) => (
        <ChoiceTag key={one} field={field} value={one} />
      ))}
    </span>
  )
}

function ChoiceTag({ field, value }: { field: Field; value: string }) {
  const choice = field.choices?.find((candidate) => candidate.value === value)
  if (choice && !choice.color) return <span>{pick(choice.label, value)}</span>
  return <ColourTag color={choice?.color}>{choice ? pick(choice.label, value) : value}</ColourTag>
}
