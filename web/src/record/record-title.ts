// The title of a record: the value of the field its declaration names, or its id.
import { findField, valueType, type ObjectDeclaration } from '@/lib/objects'
import type { JuanRecord, Titles } from '@/lib/records'

export function recordTitle(object: ObjectDeclaration, record: JuanRecord, titles: Titles = {}): string {
  const value = record[object.title]
  const field = findField(object, object.title)
  if (typeof value === 'string' && value !== '') {
    return field && valueType(field) === 'link' ? (titles[value] ?? value) : value
  }
  return record.id
}
