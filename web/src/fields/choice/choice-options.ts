// The choices of a field as options of a select box.
import { pick } from '@/lib/language'
import type { Field } from '@/lib/objects'

export function choiceOptions(field: Field) {
  return (field.choices ?? []).map((choice) => ({ value: choice.value, label: pick(choice.label, choice.value) }))
}
