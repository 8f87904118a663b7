// Choosing a record of a given object by searching, where no field of a declaration asks for it: a person, a team.
import { FieldInput } from '@/fields/field-input'
import { useObject } from '@/lib/objects'
import { useRecord } from '@/lib/records'
import { recordTitle } from '@/record/record-title'

interface Props {
  /** The object of the records: user, team, customer. */
  object: string
  id?: string
  value?: string | null
  onChange?: (id: string | null) => void
  /** Titles of records that were chosen elsewhere. */
  titles?: Record<string, string>
  placeholder?: string
}

const none = {}

export function LinkSelect({ object, id, value, onChange, titles = none, placeholder }: Props) {
  const declaration = useObject(object)
  const isTitled = !value || Boolean(titles[value])
  // A record that stands in the address comes without its title.
  const answer = useRecord(object, isTitled || !declaration ? undefined : (value ?? undefined))
  const found = declaration && answer.data && recordTitle(declaration, answer.data.record, answer.data.titles)
  return (
    <FieldInput
      id={id}
      placeholder={placeholder}
      field={{
        name: object,
        type: 'link',
        value_type: 'link',
        to: object,
        label: declaration?.label ?? {},
        right: 'write',
      }}
      value={value ?? null}
      titles={value && found ? { ...titles, [value]: found } : titles}
      onChange={(next) => onChange?.((next as string | null) ?? null)}
    />
  )
}
