// What a list shows, kept in the address so that a view can be sent as a link: filter, search, order,
// columns, page, and the record in the drawer. The last one used is kept per user and object.
import { useEffect, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { ObjectDeclaration } from '@/lib/objects'
import { resolvePath } from '@/lib/paths'
import { readSetting, writeSetting } from '@/lib/storage'

export interface ListState {
  filter: string
  q: string
  sort: string
  columns: string[]
  page: number
  size: number
  /** Id of the record in the drawer. */
  open: string | null
}

const size_default = 50
/** What is remembered: the view, not the place in it. */
const remembered = ['filter', 'q', 'sort', 'size']

export function useListState(object: ObjectDeclaration) {
  const [search, setSearch] = useSearchParams()
  const last_key = `list.${object.name}`
  const columns_key = `columns.${object.name}`
  const isBare = [...search.keys()].length === 0

  useEffect(() => {
    const last = isBare ? readSetting<string>(last_key) : undefined
    if (last) setSearch(new URLSearchParams(last), { replace: true })
  }, [isBare, last_key, setSearch])

  useEffect(() => {
    if (isBare) return
    const kept = new URLSearchParams([...search].filter(([name]) => remembered.includes(name)))
    writeSetting(last_key, kept.toString())
  }, [search, isBare, last_key])

  const state = useMemo<ListState>(() => {
    const asked = search.get('columns')?.split(',') ?? readSetting<string[]>(columns_key) ?? object.list
    const columns = asked.filter((path) => resolvePath(object, path))
    return {
      filter: search.get('filter') ?? '',
      q: search.get('q') ?? '',
      sort: search.get('sort') ?? '',
      columns: columns.length > 0 ? columns : object.list,
      page: positive(search.get('page'), 1),
      size: positive(search.get('size'), size_default),
      open: search.get('open'),
    }
  }, [search, object, columns_key])

  /** Anything but the page and the drawer leads back to the first page. */
  function change(next: Partial<ListState>) {
    if (next.columns) writeSetting(columns_key, next.columns)
    setSearch(
      (before) => {
        const after = new URLSearchParams(before)
        const isElsewhere = Object.keys(next).some((name) => !['page', 'open', 'columns'].includes(name))
        for (const [name, value] of Object.entries({ ...(isElsewhere ? { page: null } : {}), ...next })) {
          write(after, name, value)
        }
        // An address without anything would bring the remembered view back.
        if ([...after.keys()].length === 0) after.set('filter', '')
        return after
      },
      { replace: !('open' in next && next.open) },
    )
  }

  return { state, change }
}

function write(search: URLSearchParams, name: string, value: unknown): void {
  const isUnset = value === null || value === undefined || value === '' || (name === 'page' && value === 1)
  if (isUnset) search.delete(name)
  else search.set(name, Array.isArray(value) ? value.join(',') : String(value))
}

function positive(text: string | null, otherwise: number): number {
  const number = Number(text)
  return Number.isInteger(number) && number > 0 ? number : otherwise
}
