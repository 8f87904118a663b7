// From the text of the API (AIP-160) to the tree of the filter builder. The language can say more
// than the builder shows (counts, wildcards in the middle): such a text gives null, and is edited as
// text. As in AIP-160, OR binds tighter than AND.
import { newGroup, type Group, type Node, type Operator, type Term } from '@/lib/filter/filter'
import { tokenize, type Token } from '@/lib/filter/tokens'

/** The tree with a group at its top, or null when the builder cannot show this text. */
export function parseFilter(source: string): Group | null {
  if (source.trim() === '') return newGroup()
  const tokens = tokenize(source)
  if (!tokens) return null
  const reader = new Reader(tokens)
  const node = reader.conjunction()
  if (!node || !reader.isAtEnd()) return null
  return node.kind === 'group' ? node : newGroup('and', [node])
}

class Reader {
  private at = 0
  constructor(private readonly tokens: Token[]) {}

  isAtEnd(): boolean {
    return this.at >= this.tokens.length
  }

  conjunction(): Node | null {
    const children: Node[] = []
    do {
      const child = this.disjunction()
      if (!child) return null
      children.push(child)
    } while (this.takeWord('AND'))
    return children.length === 1 ? (children[0] as Node) : newGroup('and', children)
  }

  private disjunction(): Node | null {
    const children: Node[] = []
    do {
      const child = this.factor()
      if (!child) return null
      children.push(child)
    } while (this.takeWord('OR'))
    return children.length === 1 ? (children[0] as Node) : anyOf(children)
  }

  private factor(): Node | null {
    if (!this.takeWord('NOT')) return this.simple()
    const node = this.simple()
    return node && negated(node)
  }

  private simple(): Node | null {
    if (this.tokens[this.at]?.kind !== 'open') return this.term()
    this.at += 1
    const node = this.conjunction()
    if (this.tokens[this.at]?.kind !== 'close') return null
    this.at += 1
    return node
  }

  private term(): Term | null {
    const [path, operator, value] = this.tokens.slice(this.at, this.at + 3)
    if (path?.kind !== 'word' || operator?.kind !== 'operator') return null
    if (value?.kind !== 'word' && value?.kind !== 'text') return null
    this.at += 3
    return termOf(path.text, operator.text, value)
  }

  private takeWord(word: string): boolean {
    const token = this.tokens[this.at]
    if (token?.kind !== 'word' || token.text !== word) return false
    this.at += 1
    return true
  }
}

function termOf(path: string, operator: string, value: Token): Term | null {
  if (operator === ':' && value.kind === 'word' && value.text === '*') return term(path, 'present', [])
  if (value.isPrefix) return operator === '=' ? term(path, 'starts', [value.text]) : null
  if (value.kind === 'word' && value.text.includes('*')) return null
  return term(path, operator === ':' ? 'has' : (operator as Operator), [value.text])
}

function term(path: string, operator: Operator, values: string[]): Term {
  return { kind: 'term', path, operator, values }
}

/** Several equalities of one path are one "is any of". */
function anyOf(children: Node[]): Node {
  const [first] = children
  const isOnePath = children.every(
    (child) => child.kind === 'term' && child.operator === '=' && first?.kind === 'term' && child.path === first.path,
  )
  if (!isOnePath || first?.kind !== 'term') return newGroup('or', children)
  return term(
    first.path,
    'in',
    children.flatMap((child) => (child.kind === 'term' ? child.values : [])),
  )
}

function negated(node: Node): Node {
  if (node.kind === 'group') return { ...node, isNegated: !node.isNegated }
  const opposite: Partial<Record<Operator, Operator>> = {
    present: 'absent',
    has: 'not_has',
    in: 'not_in',
    '=': '!=',
    '!=': '=',
  }
  const operator = opposite[node.operator]
  return operator ? { ...node, operator } : { ...newGroup('and', [node]), isNegated: true }
}
