// The order of a list as the API writes it: "-created_at,name".
export interface SortKey {
  path: string
  isDescending: boolean
}

export function parseSort(text: string | null | undefined): SortKey[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [path = '', direction] = part.replace(/^-/, '').split(/\s+/)
      return { path, isDescending: part.startsWith('-') || direction === 'desc' }
    })
}

export function formatSort(keys: SortKey[]): string {
  return keys.map((key) => (key.isDescending ? `-${key.path}` : key.path)).join(',')
}

/** A click on a heading: up, down, off. `isAdded` keeps the other keys (Shift). */
export function nextSort(keys: SortKey[], path: string, isAdded: boolean): SortKey[] {
  const before = keys.find((key) => key.path === path)
  const others = isAdded ? keys.filter((key) => key.path !== path) : []
  if (!before) return [...others, { path, isDescending: false }]
  if (before.isDescending) return others
  const next = { path, isDescending: true }
  return isAdded ? keys.map((key) => (key.path === path ? next : key)) : [next]
}
