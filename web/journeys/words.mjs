// The words of the screens, from the same files the pages use, so that a journey names what a person
// sees by the key and not by a copy of the text.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const source = path.join(import.meta.dirname, '..', 'src')

/** t('import.check') in the language, as the pages say it. */
export function wordsOf(language) {
  const files = readdirSync(source, { recursive: true }).filter((file) => path.basename(file) === `${language}.json`)
  const words = Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(path.join(source, file), 'utf8'))))
  return (key, params = {}) => {
    if (!(key in words)) throw new Error(`no text for ${key} in ${language}`)
    return words[key].replace(/\{(\w+)\}/g, (place, name) => String(params[name] ?? place))
  }
}
