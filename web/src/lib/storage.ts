// What the browser keeps: settings per user (localStorage) and drafts (sessionStorage). A browser
// that refuses storage costs comfort, never the page.
import { sessionUser } from '@/lib/session'

function own(key: string): string {
  return `juan.${sessionUser() || 'anyone'}.${key}`
}

function read<T>(store: Storage, key: string): T | undefined {
  try {
    const text = store.getItem(own(key))
    return text === null ? undefined : (JSON.parse(text) as T)
  } catch {
    return undefined
  }
}

function write(store: Storage, key: string, value: unknown): void {
  try {
    if (value === undefined) store.removeItem(own(key))
    else store.setItem(own(key), JSON.stringify(value))
  } catch {
    // Full or refused: the setting lasts as long as the page.
  }
}

export const readSetting = <T>(key: string): T | undefined => read<T>(localStorage, key)
export const writeSetting = (key: string, value: unknown): void => write(localStorage, key, value)
export const readDraft = <T>(key: string): T | undefined => read<T>(sessionStorage, key)
export const writeDraft = (key: string, value: unknown): void => write(sessionStorage, key, value)
