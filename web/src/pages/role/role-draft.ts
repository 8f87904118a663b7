// A role while it is edited: kept in the browser until it is saved, so that a reload loses nothing.
import { useEffect, useState } from 'react'
import { readRights, writeRights, type RoleRights } from '@/pages/role/rights'
import { isTypedIn } from '@/fields/registry'
import { findField, type Field, type ObjectDeclaration } from '@/lib/objects'
import type { JuanRecord } from '@/lib/records'
import type { Duty } from '@/lib/session'
import { readDraft, writeDraft } from '@/lib/storage'

export interface RoleDraft {
  name: string
  code: string
  rights: RoleRights
  duties: Duty[]
  requires_second_factor: boolean
  /** Codes of roles that people with this one may give to others. */
  grants: string[]
  /** Fields of a role that the page does not know by name: how much may be exported a day. */
  others: Record<string, unknown>
}

const known = ['name', 'code', 'rights', 'duties', 'requires_second_factor', 'grants']

export function otherFields(object: ObjectDeclaration): Field[] {
  return object.fields.filter((field) => !known.includes(field.name) && isTypedIn(field) && field.name !== 'owner')
}

function draftOf(record: JuanRecord | null, object: ObjectDeclaration): RoleDraft {
  return {
    name: String(record?.name ?? ''),
    code: String(record?.code ?? ''),
    rights: readRights(record?.rights),
    duties: Array.isArray(record?.duties) ? (record.duties as Duty[]) : [],
    requires_second_factor: record?.requires_second_factor === true,
    grants: Array.isArray(record?.grants) ? (record.grants as string[]) : [],
    others: Object.fromEntries(otherFields(object).map((field) => [field.name, record?.[field.name] ?? null])),
  }
}

export function useRoleDraft(record: JuanRecord | null, object: ObjectDeclaration) {
  const key = `role.${record?.id ?? 'new'}`
  const original = draftOf(record, object)
  const [draft, setDraft] = useState<RoleDraft>(() => readDraft<RoleDraft>(key) ?? original)
  const isDirty = same(draft) !== same(original)

  useEffect(() => {
    writeDraft(key, isDirty ? draft : undefined)
  }, [key, draft, isDirty])

  return {
    draft,
    original,
    isDirty,
    change: (next: Partial<RoleDraft>) => setDraft((before) => ({ ...before, ...next })),
    reset: () => setDraft(original),
    forget: () => writeDraft(key, undefined),
  }
}

function same(draft: RoleDraft): string {
  return JSON.stringify({ ...draft, rights: writeRights(draft.rights), duties: [...draft.duties].sort() })
}

/** What is to be written: only what changed, and only what the server's declaration of roles knows. */
export function changesOf(object: ObjectDeclaration, draft: RoleDraft, original: RoleDraft): Record<string, unknown> {
  const values: Record<string, unknown> = { ...draft, ...draft.others, rights: writeRights(draft.rights) }
  const before: Record<string, unknown> = { ...original, ...original.others, rights: writeRights(original.rights) }
  const changed = Object.entries(values).filter(
    ([name, value]) => findField(object, name) && JSON.stringify(value) !== JSON.stringify(before[name]),
  )
  return Object.fromEntries(changed)
}
