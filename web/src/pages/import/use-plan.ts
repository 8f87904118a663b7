// The plan of an import as it is being made; kept with the browser's drafts so that a reload, or a
// look at another page, loses nothing.
import { useState } from 'react'
import type { Draft } from '@/pages/import/import-types'
import { readDraft, writeDraft } from '@/lib/storage'

export function usePlan(id: string): [Draft | undefined, (draft: Draft) => void] {
  const key = `import.${id}`
  const [draft, setDraft] = useState(() => readDraft<Draft>(key))
  function keep(next: Draft) {
    writeDraft(key, next)
    setDraft(next)
  }
  return [draft, keep]
}
