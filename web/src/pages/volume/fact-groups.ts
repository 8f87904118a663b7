// Which facts are shown, and under which kind of source.
import { findField, valueType, type Field, type ObjectDeclaration } from '@/lib/objects'
import { sources } from '@/record/timeline/entry'

export interface FactGroup {
  /** One of the sixteen, or '' for fields without a source. */
  source: string
  fields: Field[]
}

/** Shown above the groups, whatever their source. */
const on_top = ['owner', 'tags']

export function topFields(object: ObjectDeclaration): Field[] {
  return on_top.map((name) => findField(object, name)).filter((field) => field !== undefined)
}

/** The rest by source, in the order of the sixteen; the system's own fields are not facts. */
export function factGroups(object: ObjectDeclaration): FactGroup[] {
  const fields = object.fields.filter((field) => !field.system && !on_top.includes(field.name) && field.name !== 'id')
  return [...sources, ''].flatMap((source) => {
    const members = fields.filter((field) => (field.source ?? '') === source)
    return members.length > 0 ? [{ source, fields: members }] : []
  })
}

/** Picking a value is enough: these are saved without a further key. */
export function isSavedOnPick(field: Field): boolean {
  return ['choice', 'boolean', 'date', 'link'].includes(valueType(field))
}

/** Enter makes a new line in these; Ctrl+Enter saves. */
export function isMultiline(field: Field): boolean {
  return Boolean(field.multiline) || ['long_text', 'json'].includes(valueType(field))
}

/** Tags are kept as one text; people write them with any of these between them. */
export function splitTags(text: string): string[] {
  return text
    .split(/[,，;；、|\n]/)
    .map((tag) => tag.trim())
    .filter(Boolean)
}
