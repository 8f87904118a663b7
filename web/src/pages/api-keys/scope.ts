// What a key may do, in words: "read", "write", "customer:read".
import { t } from '@/lib/i18n'
import { pluralLabel, type ObjectDeclaration } from '@/lib/objects'

export function scopeText(scope: string, objects: ObjectDeclaration[]): string {
  const [first = '', verb] = scope.split(':')
  if (!verb) return t(first === 'write' ? 'keys.scope_write' : 'keys.scope_read')
  const object = objects.find((one) => one.name === first)
  const name = object ? pluralLabel(object) : first
  return t(verb === 'write' ? 'keys.scope_write_of' : 'keys.scope_read_of', { objects: name })
}
