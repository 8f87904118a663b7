// What a role may do, worked out as the server does: the default that an object declares for the code of the
// role, overlaid by what the role itself says. docs/guide/permissions.md describes the form.
import type { Field, ObjectDeclaration } from '@/lib/objects'

export const scopes = ['none', 'own', 'team', 'team_below', 'all'] as const
export type Scope = (typeof scopes)[number]
export const scoped_verbs = ['read', 'edit', 'delete', 'export'] as const
export type ScopedVerb = (typeof scoped_verbs)[number]
export const plain_verbs = ['create', 'import'] as const
export type PlainVerb = (typeof plain_verbs)[number]
export const field_rights = ['hidden', 'masked', 'read', 'write'] as const
export type FieldRight = (typeof field_rights)[number]

/** What a role says of an object; what it does not say is as declared. */
export interface Said {
  read?: Scope
  edit?: Scope
  delete?: Scope
  export?: Scope
  create?: boolean
  import?: boolean
  where?: string
  fields?: Record<string, FieldRight>
  /** Masked fields whose values may be asked for one at a time; true: all of them. */
  reveal?: boolean | string[]
}

export type RoleRights = Record<string, Said>

/** The declaration with its defaults by the code of a role; old servers do not give them. */
export interface DeclaredObject extends ObjectDeclaration {
  access?: Record<string, string | Said>
}

export interface Compiled extends Required<Omit<Said, 'fields' | 'where' | 'reveal'>> {
  where: string
}

const nothing: Compiled = {
  read: 'none',
  edit: 'none',
  delete: 'none',
  export: 'none',
  create: false,
  import: false,
  where: '',
}

/** A word stands for a whole: "own" is to read, change and export one's own; "read" is to see all. */
export function fromWord(word: string): Compiled {
  if (word === 'read') return { ...nothing, read: 'all' }
  const scope = (scopes as readonly string[]).includes(word) ? (word as Scope) : 'none'
  const may = scope !== 'none'
  return { read: scope, edit: scope, delete: scope, export: scope, create: may, import: may, where: '' }
}

/** What the declaration gives a role of this code. */
export function declared(object: DeclaredObject, code: string): Compiled {
  if (code === 'administrator') return fromWord('all')
  const given = object.access?.[code]
  if (given === undefined) return nothing
  return typeof given === 'string' ? fromWord(given) : { ...nothing, ...withoutFields(given) }
}

export function compiled(object: DeclaredObject, code: string, said: Said): Compiled {
  return { ...declared(object, code), ...withoutFields(said) }
}

function withoutFields(said: Said): Omit<Said, 'fields'> {
  return without(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Said, 'fields')
}

/** The same without one member. */
export function without<T extends object>(all: T, name: keyof T): T {
  return Object.fromEntries(Object.entries(all).filter(([key]) => key !== name)) as T
}

/** The right to a field of which the role says nothing. */
export function declaredFieldRight(object: DeclaredObject, code: string, said: Said, field: Field): FieldRight {
  const given = object.access?.[code]
  const declared_right = given && typeof given === 'object' ? given.fields?.[field.name] : undefined
  if (declared_right) return declared_right
  if (field.sensitivity === 'sensitive' && code !== 'administrator') return 'hidden'
  const { create, edit, read } = compiled(object, code, said)
  const may_write = create || edit !== 'none'
  const only_looks = !may_write && read !== 'none' && read !== 'own'
  if (field.sensitivity === 'personal' && only_looks) return 'masked'
  return may_write && !field.system ? 'write' : 'read'
}

/** The rights as a record carries them; a word instead of a table is written out. */
export function readRights(value: unknown): RoleRights {
  if (!value || typeof value !== 'object') return {}
  const entries = Object.entries(value as Record<string, string | Said>)
  return Object.fromEntries(
    entries.map(([name, said]) => {
      if (typeof said !== 'string') return [name, said]
      return [name, without<Said>(fromWord(said), 'where')]
    }),
  )
}

/** The rights without what says nothing, as they are kept. */
export function writeRights(rights: RoleRights): RoleRights {
  const kept = Object.entries(rights).map(([name, said]): [string, Said] => {
    const fields = Object.fromEntries(Object.entries(said.fields ?? {}).filter(([, right]) => right))
    const rest = Object.entries({ ...said, fields: undefined }).filter(
      ([, value]) => value !== undefined && value !== '',
    )
    return [name, { ...Object.fromEntries(rest), ...(Object.keys(fields).length > 0 ? { fields } : {}) }]
  })
  return Object.fromEntries(kept.filter(([, said]) => Object.keys(said).length > 0))
}

export function mayReveal(said: Said, field: string): boolean {
  return said.reveal === true || (Array.isArray(said.reveal) && said.reveal.includes(field))
}

/** The same with, or without, the right to ask for one field's values; `masked` are all that could be asked for. */
export function withReveal(said: Said, field: string, may: boolean, masked: string[]): Said {
  const before = said.reveal === true ? masked : Array.isArray(said.reveal) ? said.reveal : []
  const after = may ? [...new Set([...before, field])] : before.filter((one) => one !== field)
  return { ...said, reveal: after.length > 0 ? after : undefined }
}

/** How many things the role says of an object that its table of verbs does not show. */
export function countDetails(said: Said): number {
  return Object.keys(said.fields ?? {}).length + (said.where ? 1 : 0) + (said.reveal ? 1 : 0)
}
