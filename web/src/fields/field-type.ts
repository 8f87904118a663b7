// What a field type owns: how a value is shown, typed in, filtered by, and how wide it stands in a
// list. Every screen asks here, so that all agree.
import type { ComponentType } from 'react'
import type { Field } from '@/lib/objects'
import type { Operator } from '@/lib/filter/filter'
import type { Titles } from '@/lib/records'

export interface ValueProps {
  field: Field
  /** Never null or empty: the emptiness of a field is drawn by FieldValue. */
  value: unknown
  titles: Titles
}

export interface InputProps {
  id?: string
  field: Field
  /** null or undefined: empty. */
  value: unknown
  onChange: (value: unknown) => void
  titles: Titles
  isInvalid?: boolean
  isDisabled?: boolean
  /** In a cell of a list or of a table of lines: no labels, opened at once. */
  isCell?: boolean
  autoFocus?: boolean
  placeholder?: string
}

export interface FilterProps {
  field: Field
  operator: Operator
  values: string[]
  onChange: (values: string[]) => void
}

export interface FieldType {
  Value: ComponentType<ValueProps>
  /** Absent: nobody types it in. */
  Input?: ComponentType<InputProps>
  Filter: ComponentType<FilterProps>
  operators: Operator[]
  width_px: number
  align?: 'right'
  /** Takes a whole line of a form. */
  isWide?: boolean
}

export const present: Operator[] = ['present', 'absent']
export const comparisons: Operator[] = ['=', '!=', '>', '>=', '<', '<=', ...present]

export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  if (typeof value !== 'object') return false
  if ('amount' in value) return isEmpty(value.amount)
  return Object.values(value).every(isEmpty)
}
