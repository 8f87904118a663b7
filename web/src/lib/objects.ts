// The declarations of the business objects, as /api/objects gives them for this user: labels,
// fields, rights. Every generic screen is drawn from them.
import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from '@/lib/api'
import { pick, type Text } from '@/lib/language'

export interface Choice {
  value: string
  label: Text
  color?: string | null
}

export interface Field {
  name: string
  type: string
  /** What a formula or roll-up yields; equal to `type` otherwise. */
  value_type?: string
  label: Text
  help?: Text | null
  required?: boolean
  unique?: boolean
  search?: boolean
  multiline?: boolean
  choices?: Choice[] | null
  /** The object a link points to. */
  to?: string | null
  source?: string | null
  sensitivity?: 'public' | 'internal' | 'personal' | 'sensitive'
  analysis?: string | null
  /** Kept by the system: id, created_at, version, ... */
  system?: boolean
  right: 'masked' | 'read' | 'write'
  min?: number | string | null
  max?: number | string | null
  length_max?: number | null
  sortable?: boolean
  filterable?: boolean
  default?: unknown
}

export interface Rights {
  create: boolean
  read: boolean
  edit: boolean
  delete: boolean
  export: boolean
  import: boolean
}

export interface ObjectDeclaration {
  name: string
  prefix: string
  label: Text
  label_plural?: Text | null
  /** Name of the field that titles a record. */
  title: string
  icon?: string | null
  /** Group of the left menu; null or empty keeps the object out of it. */
  menu?: string | null
  list: string[]
  order?: string | null
  board?: unknown
  /** The field that binds a record to its customer. */
  customer?: string | null
  /** The object these records are lines of. */
  part_of?: string | null
  rights: Rights
  fields: Field[]
}

const minute = 60_000

export const objectsQuery = queryOptions({
  queryKey: ['objects'],
  queryFn: async () => (await api.get<{ objects: ObjectDeclaration[] }>('/objects')).objects,
  staleTime: 5 * minute,
})

export function useObjects() {
  return useQuery(objectsQuery)
}

/**
 * Every object with every field, also those whose records this user may not see: for the pages that
 * speak about rights. The server gives others what they may see.
 */
export function useAllObjects<T extends ObjectDeclaration = ObjectDeclaration>() {
  return useQuery({
    queryKey: ['objects', 'all'],
    queryFn: async () => (await api.get<{ objects: T[] }>('/objects', { query: { all: true } })).objects,
    staleTime: 5 * minute,
  })
}

/** The declaration of one object; undefined while loading or when there is none the user may see. */
export function useObject(name: string | undefined): ObjectDeclaration | undefined {
  const { data } = useObjects()
  return data?.find((object) => object.name === name)
}

export function findField(object: ObjectDeclaration, path: string): Field | undefined {
  return object.fields.find((field) => field.name === path)
}

export function valueType(field: Field): string {
  return field.value_type || field.type
}

export function pluralLabel(object: ObjectDeclaration): string {
  return pick(object.label_plural) || pick(object.label, object.name)
}

export function objectLabel(object: ObjectDeclaration): string {
  return pick(object.label, object.name)
}

export function fieldLabel(field: Field): string {
  return pick(field.label, field.name)
}

/** The fields as people fill them in: the title first, whose record it is last. */
export function orderedFields(object: ObjectDeclaration): Field[] {
  const rank = (field: Field) => (field.name === object.title ? 0 : field.name === 'owner' ? 2 : 1)
  return [...object.fields].sort((a, b) => rank(a) - rank(b))
}

/** Whether there is anything that this user may bring in by a file. */
export function mayImport(objects: ObjectDeclaration[]): boolean {
  return objects.some((object) => object.rights.import)
}

export function useMayImport(): boolean {
  const { data } = useObjects()
  return mayImport(data ?? [])
}
