// The state of a form: what was changed, what the server found wrong, a conflict with somebody else's
// change. Saves only what changed, against the version seen when the change began.
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { show } from '@/record/change/use-change-record'
import { same, type Conflict } from '@/record/change/conflict'
import { draftKey, dropDraft, findDraft, isWorthKeeping, keepDraft, type Draft } from '@/record/form/draft'
import { lineOf, linesToSend, type LineDraft } from '@/record/lines/line-draft'
import type { LineObject } from '@/record/lines/use-line-object'
import { ApiError, type Finding } from '@/lib/api'
import { findField, type ObjectDeclaration } from '@/lib/objects'
import { changeRecord, createRecord, refreshObject, type JuanRecord } from '@/lib/records'

interface Input {
  object: ObjectDeclaration
  record: JuanRecord | null
  /** Values a new record begins with. */
  initial?: Record<string, unknown>
  /** The object whose records are lines of this one. */
  lineObject: LineObject | undefined
  onSaved: (record: JuanRecord) => void
}

export function useRecordForm({ object, record, initial, lineObject, onSaved }: Input) {
  const client = useQueryClient()
  const key = draftKey(object.name, record?.id, initial)
  const fresh: Draft = { base: record, changes: record ? {} : defaults(object, initial), lines: null }
  const [draft, setDraft] = useState<Draft>(() => findDraft(key) ?? fresh)
  const [isRestored, setIsRestored] = useState(() => findDraft(key) !== undefined)
  const [error, setError] = useState<unknown>(null)
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const [isSaving, setIsSaving] = useState(false)

  function update(next: Draft) {
    setDraft(next)
    keepDraft(key, next)
  }

  function set(name: string, value: unknown) {
    const changes = { ...draft.changes, [name]: value ?? null }
    if (draft.base && same(value, draft.base[name])) delete changes[name]
    update({ ...draft, changes })
    if (error instanceof ApiError && error.findings.some((finding) => fieldOf(finding) === name)) {
      setError(error.findings.length > 1 ? without(error, name) : null)
    }
  }

  async function save(from: Draft = draft) {
    setIsSaving(true)
    setError(null)
    try {
      const saved = await write(object, lineObject, from)
      dropDraft(key)
      show(client, object.name, { record: saved, titles: {} })
      refreshObject(client, object.name)
      if (lineObject) refreshObject(client, lineObject.child.name)
      onSaved(saved)
    } catch (failure) {
      const current =
        failure instanceof ApiError && failure.status === 412 ? (failure.current as JuanRecord | undefined) : undefined
      if (current && from.base)
        setConflict({ base: from.base, mine: from.changes, current, hasLines: from.lines !== null })
      else setError(failure)
    } finally {
      setIsSaving(false)
    }
  }

  /** The user has chosen between the two versions. */
  async function settle(chosen: Record<string, unknown> | null) {
    if (!conflict) return
    setConflict(null)
    const next = {
      ...draft,
      base: { ...conflict.base, ...conflict.current },
      changes: chosen ?? {},
      lines: chosen ? draft.lines : null,
    }
    update(next)
    if (chosen) await save(next)
  }

  function discard() {
    dropDraft(key)
    setDraft(fresh)
    setIsRestored(false)
    setError(null)
  }

  return {
    values: { ...draft.base, ...draft.changes } as Record<string, unknown>,
    base: draft.base,
    changes: draft.changes,
    lines: draft.lines ?? (draft.base?.lines ?? []).map(lineOf),
    setLines: (lines: LineDraft[]) => update({ ...draft, lines }),
    isChanged: isWorthKeeping(draft),
    isRestored,
    error,
    conflict,
    isSaving,
    set,
    save: () => save(),
    settle,
    discard,
  }
}

async function write(object: ObjectDeclaration, lineObject: LineObject | undefined, draft: Draft): Promise<JuanRecord> {
  const lines = draft.lines && lineObject ? { lines: linesToSend(lineObject.child, lineObject.link, draft.lines) } : {}
  if (!draft.base) {
    const given = Object.entries(draft.changes).filter(([, value]) => value !== null && value !== '')
    return (await createRecord(object.name, { ...Object.fromEntries(given), ...lines })).record
  }
  if (Object.keys(draft.changes).length === 0 && !draft.lines) return draft.base
  const answer = await changeRecord(object.name, draft.base.id, draft.base.version, { ...draft.changes, ...lines })
  return { ...draft.base, ...answer.record }
}

function defaults(object: ObjectDeclaration, initial: Record<string, unknown> = {}): Record<string, unknown> {
  const declared = object.fields.filter(
    (field) => field.default !== undefined && field.default !== null && field.right === 'write',
  )
  const known = Object.entries(initial).filter(([name]) => findField(object, name))
  return { ...Object.fromEntries(declared.map((field) => [field.name, field.default])), ...Object.fromEntries(known) }
}

/** A finding may be about a part of a field: "address.city". */
export function fieldOf(finding: Finding): string | undefined {
  return finding.field?.split('.')[0]
}

function without(error: ApiError, name: string): ApiError {
  const findings = error.findings.filter((finding) => fieldOf(finding) !== name)
  return new ApiError(error.status, { code: error.code, detail: error.message, id: error.id, findings })
}
