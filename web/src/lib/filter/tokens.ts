// Takes the text of a condition apart into tokens, for parse.ts.

export interface Token {
  kind: 'word' | 'text' | 'operator' | 'open' | 'close'
  /** Escapes undone. */
  text: string
  /** Ends in a * that stands for any text. */
  isPrefix?: boolean
}

const operators = ['!=', '>=', '<=', '=', '>', '<', ':']

/** The tokens, or null when the text is not well formed. */
export function tokenize(source: string): Token[] | null {
  const tokens: Token[] = []
  let at = 0
  while (at < source.length) {
    const rest = source.slice(at)
    const blank = /^\s+/.exec(rest)
    if (blank) {
      at += blank[0].length
      continue
    }
    const token = next(rest)
    if (!token) return null
    tokens.push(token.token)
    at += token.length
  }
  return tokens
}

function next(rest: string): { token: Token; length: number } | null {
  if (rest[0] === '(') return { token: { kind: 'open', text: '(' }, length: 1 }
  if (rest[0] === ')') return { token: { kind: 'close', text: ')' }, length: 1 }
  const operator = operators.find((candidate) => rest.startsWith(candidate))
  if (operator) return { token: { kind: 'operator', text: operator }, length: operator.length }
  if (rest[0] === '"') return quoted(rest)
  const word = /^[^\s()"=<>!:,]+/.exec(rest)?.[0]
  return word ? { token: { kind: 'word', text: word }, length: word.length } : null
}

function quoted(rest: string): { token: Token; length: number } | null {
  const match = /^"((?:[^"\\]|\\.)*)"/.exec(rest)
  if (!match) return null
  const body = match[1] ?? ''
  const isPrefix = /(^|[^\\])(\\\\)*\*$/.test(body)
  const inner = isPrefix ? body.slice(0, -1) : body
  if (/(^|[^\\])(\\\\)*\*/.test(inner)) return null
  return { token: { kind: 'text', text: inner.replace(/\\(.)/g, '$1'), isPrefix }, length: match[0].length }
}
