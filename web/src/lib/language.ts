// The language of the page: zh or en, kept in the cookie `language` (the server answers in it)
// and in localStorage (it survives when cookies are cleared at sign-out).
import { useSyncExternalStore } from 'react'

export type Language = 'zh' | 'en'

/** A text the declarations carry in both languages. */
export interface Text {
  zh?: string
  en?: string
}

const key = 'juan.language'
const listeners = new Set<() => void>()
let current: Language = first()

function first(): Language {
  const kept = readCookie() ?? localStorage.getItem(key)
  if (kept === 'zh' || kept === 'en') return kept
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

function readCookie(): string | undefined {
  return document.cookie
    .split('; ')
    .find((part) => part.startsWith('language='))
    ?.slice('language='.length)
}

export function language(): Language {
  return current
}

export function setLanguage(next: Language): void {
  current = next
  localStorage.setItem(key, next)
  announce()
  listeners.forEach((listener) => listener())
}

/** Tells the server and assistive technology which language the page is in. */
export function announce(): void {
  document.cookie = `language=${current}; Path=/; Max-Age=31536000; SameSite=Lax`
  document.documentElement.lang = current === 'zh' ? 'zh-CN' : 'en'
}

export function onLanguage(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The current language; the component is drawn again when it changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, language)
}

/** The text in the current language, or in the other one, or the fallback. */
export function pick(text: Text | null | undefined, fallback = ''): string {
  if (!text) return fallback
  return text[current] || text.zh || text.en || fallback
}
