// Which records are chosen: single ones, over several pages, or all that match the filter. Another
// filter begins anew, so that nobody changes what is no longer in sight.
import { useState } from 'react'
import type { JuanRecord } from '@/lib/records'

export interface Selection {
  records: Map<string, JuanRecord>
  isAllMatching: boolean
  isActive: boolean
  setPage: (onPage: JuanRecord[], chosenIds: string[]) => void
  toggle: (record: JuanRecord) => void
  selectAllMatching: () => void
  /** These and no others. */
  choose: (records: JuanRecord[]) => void
  clear: () => void
}

interface State {
  scope: string
  records: Map<string, JuanRecord>
  isAllMatching: boolean
}

export function useSelection(scope: string): Selection {
  const empty = { scope, records: new Map<string, JuanRecord>(), isAllMatching: false }
  const [kept, setKept] = useState<State>(empty)
  const state = kept.scope === scope ? kept : empty
  const set = (records: Map<string, JuanRecord>, isAllMatching = false) => setKept({ scope, records, isAllMatching })

  return {
    records: state.records,
    isAllMatching: state.isAllMatching,
    isActive: state.isAllMatching || state.records.size > 0,
    setPage(onPage, chosenIds) {
      const next = new Map(state.records)
      for (const record of onPage) {
        if (chosenIds.includes(record.id)) next.set(record.id, record)
        else next.delete(record.id)
      }
      set(next)
    },
    toggle(record) {
      const next = new Map(state.records)
      if (!next.delete(record.id)) next.set(record.id, record)
      set(next)
    },
    selectAllMatching: () => set(state.records, true),
    choose: (records) => set(new Map(records.map((record) => [record.id, record]))),
    clear: () => setKept(empty),
  }
}
