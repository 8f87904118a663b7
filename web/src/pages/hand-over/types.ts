// A hand-over as the server plans and keeps it.
import type { Text } from '@/lib/language'

export interface Person {
  id: string
  name: string
}

export interface Owned {
  object: string
  label: Text
  count: number
}

/** What somebody has, and where they are named. */
export interface Preview {
  user: Person & { is_active?: boolean }
  objects: Owned[]
  named?: (Owned & { field: string })[]
  open_tasks: number
  views: number
  sessions: number
  keys: number
}

export interface Rule {
  object: string
  filter: string
  to: string | null
}

export interface Moved {
  object: string
  field: string
  from?: Person
  to: Person
  count: number
}

export interface HandOver {
  id: string
  kind?: 'hand_over' | 'transfer'
  from: Person | null
  to: Person | null
  by: Person
  at: string
  undo_until: string
  state: 'done' | 'undone'
  may_be_undone?: boolean
  outcome: {
    rules?: (Omit<Rule, 'to'> & { by_hand?: number; to: Person; count: number })[]
    moved?: Moved[]
    sessions?: number
    keys?: number
  }
  undone?: { at: string; by: Person; outcome?: { returned?: number } } | null
}
