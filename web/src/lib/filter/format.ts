// From the tree of the filter builder to the text of the API (AIP-160). Terms that are not filled in
// yet are left out.
import { isComplete, type Group, type Node, type Term } from '@/lib/filter/filter'

/** The text of a condition; empty when it says nothing. */
export function formatFilter(node: Node): string {
  return node.kind === 'term' ? formatTerm(node) : formatGroup(node, true)
}

function formatGroup(group: Group, isTop: boolean): string {
  const parts = group.children.map((child) => (child.kind === 'term' ? formatTerm(child) : formatGroup(child, false)))
  const said = parts.filter((part) => part !== '')
  const text = said.join(group.join === 'and' ? ' AND ' : ' OR ')
  if (text === '') return ''
  if (group.isNegated) return `NOT (${text})`
  return isTop || said.length === 1 ? text : `(${text})`
}

function formatTerm(term: Term): string {
  if (!isComplete(term)) return ''
  const { path, operator } = term
  const values = term.values.filter((value) => value !== '')
  const first = values[0] ?? ''
  switch (operator) {
    case 'present':
      return `${path}:*`
    case 'absent':
      return `NOT ${path}:*`
    case 'has':
      return `${path}:${formatLiteral(first)}`
    case 'not_has':
      return `NOT ${path}:${formatLiteral(first)}`
    case 'starts':
      return `${path} = "${escape(first)}*"`
    case 'in':
      return formatAny(path, values)
    case 'not_in':
      return values.length === 1 ? `${path} != ${formatLiteral(first)}` : `NOT ${formatAny(path, values)}`
    default:
      return `${path} ${operator} ${formatLiteral(first)}`
  }
}

function formatAny(path: string, values: string[]): string {
  const parts = values.map((value) => `${path} = ${formatLiteral(value)}`)
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' OR ')})`
}

/** Plain words, numbers and dates stand as they are; everything else in quotes. */
export function formatLiteral(value: string): string {
  const isPlain = /^-?[A-Za-z0-9_]+([.+-][A-Za-z0-9_]+)*$/.test(value)
  return isPlain && !/^(AND|OR|NOT)$/i.test(value) ? value : `"${escape(value)}"`
}

/** A * would otherwise stand for any text. */
function escape(value: string): string {
  return value.replace(/[\\"*]/g, '\\$&')
}
