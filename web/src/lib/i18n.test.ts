// The words of the screens: both languages say everything, in the same places.
import { describe, expect, it } from 'vitest'
import { words } from '@/lib/i18n'

const sources = import.meta.glob<string>('../**/*.{ts,tsx}', { eager: true, query: '?raw', import: 'default' })

// Words that come with the code of their page.
import.meta.glob('../**/words/words.ts', { eager: true })

/** Keys written out as t('…') in the code; those put together from parts cannot be seen. */
function usedKeys(): [file: string, key: string][] {
  return Object.entries(sources).flatMap(([file, text]) =>
    file.includes('.test.')
      ? []
      : [...text.matchAll(/\b(?:t|words)\('([^']+)'/g)].map((match): [string, string] => [file, match[1] ?? '']),
  )
}

describe('words', () => {
  it('has the same keys in both languages', () => {
    expect(Object.keys(words.en).sort()).toEqual(Object.keys(words.zh).sort())
  })

  it('has every key that the code uses', () => {
    expect(usedKeys().filter(([, key]) => !(key in words.zh))).toEqual([])
  })

  it('names no place in one language that the other cannot know', () => {
    const places = (text = '') => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    const isWithin = (few: unknown[], many: unknown[]) => few.every((place) => many.includes(place))
    const wrong = Object.keys(words.zh).filter((key) => {
      const [zh, en] = [places(words.zh[key]), places(words.en[key])]
      return !isWithin(zh, en) && !isWithin(en, zh)
    })
    expect(wrong).toEqual([])
  })

  it('is nowhere empty', () => {
    expect(Object.entries({ ...words.zh, ...words.en }).filter(([, text]) => text.trim() === '')).toEqual([])
  })
})
