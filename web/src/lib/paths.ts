// Paths of values in a record: a field, or a part of one ("address.city").
import { t } from '@/lib/i18n'
import { fieldLabel, findField, valueType, type Field, type ObjectDeclaration } from '@/lib/objects'

const address_parts = ['province', 'city', 'district', 'detail']

export interface PathField {
  path: string
  label: string
  /** The field, or for a part of one a field of text that stands for it. */
  field: Field
  isPart: boolean
}

/** What a path of an object means; undefined when it means nothing (or the user may not see it). */
export function resolvePath(object: ObjectDeclaration, path: string): PathField | undefined {
  const [name = '', part] = path.split('.')
  const field = findField(object, name)
  if (!field) return undefined
  if (!part) return { path, label: fieldLabel(field), field, isPart: false }
  if (valueType(field) !== 'address' || !address_parts.includes(part)) return undefined
  const label = `${fieldLabel(field)} · ${t(`address.${part}`)}`
  return { path, label, field: { ...field, type: 'text', value_type: 'text', name: path }, isPart: true }
}

/** Everything a list may show as a column. */
export function columnPaths(object: ObjectDeclaration): PathField[] {
  return object.fields.flatMap((field) => withParts(field)).flatMap((path) => resolvePath(object, path) ?? [])
}

/** Everything a condition may be about. */
export function filterPaths(object: ObjectDeclaration): PathField[] {
  return columnPaths(object).filter(({ field }) => field.filterable !== false && field.right !== 'masked')
}

function withParts(field: Field): string[] {
  if (valueType(field) !== 'address') return [field.name]
  return [field.name, ...address_parts.map((part) => `${field.name}.${part}`)]
}

export function readPath(record: Record<string, unknown>, path: string): unknown {
  const [name = '', part] = path.split('.')
  const value = record[name]
  if (!part) return value
  return value && typeof value === 'object' ? (value as Record<string, unknown>)[part] : undefined
}
