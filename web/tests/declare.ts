// Short declarations for tests.
import type { Field, ObjectDeclaration } from '@/lib/objects'

export function field(name: string, type: string, more: Partial<Field> = {}): Field {
  return {
    name,
    type,
    value_type: type,
    label: { zh: `${name}字段`, en: name },
    right: 'write',
    sortable: true,
    filterable: true,
    ...more,
  }
}

export function declare(name: string, fields: Field[], more: Partial<ObjectDeclaration> = {}): ObjectDeclaration {
  return {
    name,
    prefix: name.slice(0, 3),
    label: { zh: name, en: name },
    label_plural: { zh: name, en: `${name}s` },
    title: fields[0]?.name ?? 'id',
    menu: 'sales',
    list: fields.map((one) => one.name),
    order: '-id',
    rights: { create: true, read: true, edit: true, delete: true, export: true, import: true },
    fields,
    ...more,
  }
}
