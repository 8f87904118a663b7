// Two people changed one record: what each of them did, field by field.
import type { JuanRecord } from '@/lib/records'

export interface Conflict {
  /** The record as it was when the change began. */
  base: JuanRecord
  /** The fields this user changed. */
  mine: Record<string, unknown>
  /** The record as it is in the store now. */
  current: JuanRecord
  /** This user's change replaces the lines too. */
  hasLines?: boolean
}

export interface ConflictRow {
  name: string
  mine: unknown
  theirs: unknown
  /** Both changed it, to different values: somebody must choose. */
  isContested: boolean
}

export function same(a: unknown, b: unknown): boolean {
  return normal(a) === normal(b)
}

/** Objects compare whatever the order of their members; empty is empty. */
function normal(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'null'
  if (Array.isArray(value)) return `[${value.map(normal).join(',')}]`
  if (typeof value !== 'object') return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined)
  return `{${members
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${name}:${normal(member)}`)
    .join(',')}}`
}

/** The fields this user changed whose values in the store are not those this user wants. */
export function conflictRows({ base, mine, current }: Conflict): ConflictRow[] {
  return Object.entries(mine)
    .filter(([name, value]) => !same(value, current[name]))
    .map(([name, value]) => ({
      name,
      mine: value,
      theirs: current[name],
      isContested: !same(current[name], base[name]),
    }))
}

/** The names of fields that others changed and this user did not. */
export function changedElsewhere({ base, mine, current }: Conflict, names: string[]): string[] {
  return names.filter((name) => !(name in mine) && name in base && !same(base[name], current[name]))
}
