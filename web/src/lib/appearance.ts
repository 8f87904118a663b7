// Light, dark or the system's; comfortable or compact. Settings of this browser.
import { useSyncExternalStore } from 'react'

export type Scheme = 'light' | 'dark' | 'system'
export type Density = 'comfortable' | 'compact'

interface Appearance {
  scheme: Scheme
  density: Density
  isDark: boolean
}

const key = 'juan.appearance'
const listeners = new Set<() => void>()
const systemDark = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null
let current = resolve(kept())

apply()

systemDark?.addEventListener('change', () => setAppearance({}))

function kept(): Partial<Appearance> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Appearance>
  } catch {
    return {}
  }
}

function resolve({ scheme = 'system', density = 'comfortable' }: Partial<Appearance>): Appearance {
  const isDark = scheme === 'dark' || (scheme === 'system' && Boolean(systemDark?.matches))
  return { scheme, density, isDark }
}

export function setAppearance(change: Partial<Pick<Appearance, 'scheme' | 'density'>>): void {
  current = resolve({ ...current, ...change })
  localStorage.setItem(key, JSON.stringify({ scheme: current.scheme, density: current.density }))
  apply()
  listeners.forEach((listener) => listener())
}

/** Style sheets ask for html[data-scheme]. */
function apply(): void {
  document.documentElement.dataset.scheme = current.isDark ? 'dark' : 'light'
}

export function useAppearance(): Appearance {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
}
