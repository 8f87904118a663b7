// Text as the bytes an old Chinese system would export: GBK, which the platform only decodes.
import { Buffer } from 'node:buffer'
import { TextDecoder } from 'node:util'

const codes = new Map()
const decoder = new TextDecoder('gbk')
for (let first = 0x81; first <= 0xfe; first += 1) {
  for (let second = 0x40; second <= 0xfe; second += 1) {
    const text = decoder.decode(Uint8Array.of(first, second))
    if (text.length === 1 && text !== '\ufffd' && !codes.has(text)) codes.set(text, [first, second])
  }
}

export function gbk(text) {
  const bytes = [...text].flatMap((character) => {
    const code = character.codePointAt(0)
    if (code < 0x80) return [code]
    const pair = codes.get(character)
    if (!pair) throw new Error(`${character} is not in GBK`)
    return pair
  })
  return Buffer.from(bytes)
}
