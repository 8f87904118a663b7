// A condition in the words of people, for the chips.
import type { Node, Operator, Term } from '@/lib/filter/filter'
import { formatNumber } from '@/lib/format'
import { hasText, t } from '@/lib/i18n'
import { pick } from '@/lib/language'
import { valueType, type Field, type ObjectDeclaration } from '@/lib/objects'
import { resolvePath } from '@/lib/paths'
import type { Titles } from '@/lib/records'

export function describe(object: ObjectDeclaration, node: Node, titles: Titles): string {
  if (node.kind === 'term') return describeTerm(object, node, titles)
  const parts = node.children.map((child) => {
    const text = describe(object, child, titles)
    return child.kind === 'group' && !child.isNegated ? `(${text})` : text
  })
  const text = parts.join(` ${t(`filter.${node.join}_word`)} `)
  return node.isNegated ? t('filter.not_text', { text }) : text
}

function describeTerm(object: ObjectDeclaration, term: Term, titles: Titles): string {
  const found = resolvePath(object, term.path)
  if (!found) return term.path
  const values = term.values.map((value) => describeValue(found.field, value, titles)).join(t('filter.list_comma'))
  return [found.label, operatorText(found.field, term.operator), values].filter(Boolean).join(' ')
}

function describeValue(field: Field, value: string, titles: Titles): string {
  const type = valueType(field)
  const choice = field.choices?.find((candidate) => candidate.value === value)
  if (choice) return pick(choice.label, value)
  if (type === 'boolean') return t(value === 'true' ? 'boolean.yes' : 'boolean.no')
  if (value === 'me') return t('link.me')
  if ((type === 'date' || type === 'instant') && hasText(`date.${value}`)) return t(`date.${value}`)
  if (['number', 'integer', 'money', 'percent'].includes(type) && /^-?[\d.]+$/.test(value)) return formatNumber(value)
  return titles[value] ?? value
}

/** Dates are "before" and "on", not "less" and "equal". */
export function operatorText(field: Field, operator: Operator): string {
  const isMoment = ['date', 'instant'].includes(valueType(field))
  const moment = `operator.moment.${operator}`
  if (isMoment && hasText(moment)) return t(moment)
  const isMany = ['choices', 'links'].includes(valueType(field))
  const many = `operator.many.${operator}`
  return isMany && hasText(many) ? t(many) : t(`operator.${operator}`)
}
