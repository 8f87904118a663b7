// An entry of the audit as a sentence: what was done, to which record, and from what to what.
import type { AuditEntry } from '@/pages/audit/audit-types'
import { formatMoney, formatNumber } from '@/lib/format'
import { hasText, t } from '@/lib/i18n'
import { pick } from '@/lib/language'
import {
  fieldLabel,
  findField,
  objectLabel,
  pluralLabel,
  valueType,
  type Field,
  type ObjectDeclaration,
} from '@/lib/objects'
import { formatInstant } from '@/lib/format'

export interface Change {
  field: string
  before: string
  after: string
}

/** What was done, without who and when. */
export function sentenceOfEntry(entry: AuditEntry, objects: ObjectDeclaration[]): string {
  const object = objects.find((one) => one.name === entry.object)
  const count = entry.detail.count
  const params = {
    object: object ? objectLabel(object) : entry.object,
    objects: object ? pluralLabel(object) : entry.object,
    count: typeof count === 'number' ? formatNumber(count) : '',
    title: entry.record?.title || entry.record?.id || '',
  }
  const of_none = entry.object && object ? '.object' : '.none'
  const manner = typeof count === 'number' ? '.many' : entry.record ? '' : of_none
  const known = [`audit.did.${entry.action}${manner}`, `audit.did.${entry.action}`].find(hasText)
  if (known) return t(known, params)
  return t(entry.record ? 'audit.did_other' : 'audit.did_other.none', { ...params, action: entry.action })
}

/** Fields with what stood and what stands in them; only entries of changes have them. */
export function changesOf(entry: AuditEntry, objects: ObjectDeclaration[]): Change[] {
  if (entry.action !== 'update') return []
  const object = objects.find((one) => one.name === entry.object)
  return Object.entries(entry.detail).flatMap(([column, pair]) => {
    if (!Array.isArray(pair) || pair.length !== 2) return []
    const field = object && fieldOfColumn(object, column)
    return [{ field: field ? fieldLabel(field) : column, before: shown(field, pair[0]), after: shown(field, pair[1]) }]
  })
}

/** A field has a column of its name, or several that begin with it: "owner_id", "address_city". */
export function fieldOfColumn(object: ObjectDeclaration, column: string): Field | undefined {
  const exact = findField(object, column)
  if (exact) return exact
  const starts = object.fields.filter((field) => column.startsWith(`${field.name}_`))
  return starts.sort((a, b) => b.name.length - a.name.length)[0]
}

function shown(field: Field | undefined, value: unknown): string {
  if (value === null || value === undefined || value === '') return t('audit.empty')
  const choice = field?.choices?.find((one) => one.value === value)
  if (choice) return pick(choice.label, String(value))
  const type = field ? valueType(field) : ''
  if (type === 'boolean') return t(value === true || value === 1 || value === '1' ? 'boolean.yes' : 'boolean.no')
  if (type === 'instant' && typeof value === 'string') return formatInstant(value)
  if (typeof value === 'object' && 'amount' in value && 'currency' in value) return formatMoney(value as never)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** An id tells a reader nothing. */
const is_id = /^[a-z]{3}_[0-9a-z]{8,}$/

/** What else the entry says, in words where there are words: the reason of a look, the number of rows. */
export function notesOf(entry: AuditEntry, objects: ObjectDeclaration[]): string[] {
  const object = objects.find((one) => one.name === entry.object)
  return Object.entries(entry.detail).flatMap(([name, value]) => {
    const isShown =
      hasText(`audit.note.${name}`) &&
      ['string', 'number'].includes(typeof value) &&
      value !== '' &&
      !is_id.test(String(value))
    if (!isShown) return []
    const field = name === 'field' && object ? findField(object, String(value)) : undefined
    return [t(`audit.note.${name}`, { value: field ? fieldLabel(field) : String(value) })]
  })
}
