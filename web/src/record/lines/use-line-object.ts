// The object whose records are lines of another: the lines of an order.
import { findField, useObjects, type ObjectDeclaration } from '@/lib/objects'

export interface LineObject {
  child: ObjectDeclaration
  /** The field of a line that points to its record. */
  link: string
}

export function useLineObject(object: ObjectDeclaration): LineObject | undefined {
  const { data: objects = [] } = useObjects()
  const child = objects.find((candidate) => linkTo(candidate, object.name) && candidate.rights.read)
  return child && { child, link: child.part_of as string }
}

/** `part_of` names the field of a line that points to its record. */
function linkTo(child: ObjectDeclaration, parent: string): boolean {
  return Boolean(child.part_of) && findField(child, child.part_of as string)?.to === parent
}
