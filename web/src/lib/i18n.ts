// The words of the screens. Keys are flat ("list.total"); src/i18n holds those everyone uses,
// and a page folder may have a zh.json and en.json of its own. Places are written {name}.
// Words that stand a folder deeper (pages/audit/words) come with the code of their page by addWords, so
// that the first page does not carry them.
import { useCallback } from 'react'
import { language, useLanguage, type Language } from '@/lib/language'

type Words = Record<string, string>
export type Params = Record<string, string | number>
export type Translate = (key: string, params?: Params) => string

const zhFiles = import.meta.glob<Words>(['../i18n/zh.json', '../*/*/zh.json'], { eager: true, import: 'default' })
const enFiles = import.meta.glob<Words>(['../i18n/en.json', '../*/*/en.json'], { eager: true, import: 'default' })

export const words: Record<Language, Words> = {
  zh: Object.assign({}, ...Object.values(zhFiles)),
  en: Object.assign({}, ...Object.values(enFiles)),
}

/** Adds the words of a part that is loaded when it is opened. Call it while that part is loaded. */
export function addWords(zh: Words, en: Words): void {
  Object.assign(words.zh, zh)
  Object.assign(words.en, en)
}

/** The text for a key in the current language; the key itself when nobody wrote one. */
export function t(key: string, params?: Params): string {
  const text = words[language()][key]
  if (text === undefined) return key
  return params ? fill(text, params) : text
}

export function hasText(key: string): boolean {
  return key in words[language()]
}

/** t() for components: drawn again when the language changes. */
export function useT(): Translate {
  const current = useLanguage()
  // eslint-disable-next-line react-hooks/exhaustive-deps -- a new function per language is the point
  return useCallback((key: string, params?: Params) => t(key, params), [current])
}

function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place))
}
