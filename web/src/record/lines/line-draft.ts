// The lines of a record (of an order, say) while they are being edited. They are saved together with
// their record, in one transaction.
import { isEmpty } from '@/fields/field-type'
import { isTypedIn } from '@/fields/registry'
import type { ObjectDeclaration } from '@/lib/objects'
import type { JuanRecord } from '@/lib/records'

export interface LineDraft {
  /** Names the row on the screen. */
  key: string
  values: Record<string, unknown>
}

export function lineOf(record: JuanRecord): LineDraft {
  return { key: record.id, values: record }
}

export function newLine(count: number): LineDraft {
  return { key: `new-${Date.now()}-${count}`, values: {} }
}

/** What is sent: the fields people type in; a line nobody typed in is none. */
export function linesToSend(child: ObjectDeclaration, link: string, lines: LineDraft[]): Record<string, unknown>[] {
  const names = child.fields.filter((field) => isTypedIn(field) && field.name !== link).map((field) => field.name)
  return lines
    .map(({ values }) =>
      Object.fromEntries(names.filter((name) => !isEmpty(values[name])).map((name) => [name, values[name]])),
    )
    .filter((values) => Object.keys(values).length > 0)
}

/** Saving replaces all lines: it must not be offered where the user sees only part of them. */
export function canEditLines(child: ObjectDeclaration, record: JuanRecord | null): boolean {
  if (!child.rights.create || child.fields.some((field) => field.right === 'masked')) return false
  if (!record) return true
  const total = record.lines_total ?? record.lines?.length ?? 0
  return (
    child.rights.delete &&
    record.lines !== undefined &&
    record.lines.length === total &&
    !record.lines.some((line) => line.masked?.length)
  )
}
