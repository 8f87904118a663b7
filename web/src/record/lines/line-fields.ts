// The fields of a line that stand in its table: those typed in, then those the system works out.
import { isTypedIn } from '@/fields/registry'
import { findField, type Field, type ObjectDeclaration } from '@/lib/objects'

export function lineFields(child: ObjectDeclaration, link: string): Field[] {
  const listed = child.list.flatMap((path) => findField(child, path) ?? []).filter((field) => field.name !== link)
  const required = child.fields.filter(
    (field) => field.required && field.name !== link && !listed.includes(field) && isTypedIn(field),
  )
  return [...listed, ...required]
}
