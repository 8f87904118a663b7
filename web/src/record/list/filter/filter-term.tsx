// One condition: field, comparison, value.
import { DeleteOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { typeOf } from '@/fields/registry'
import type { Operator, Term } from '@/lib/filter/filter'
import { useT } from '@/lib/i18n'
import { valueType, type Field, type ObjectDeclaration } from '@/lib/objects'
import { filterPaths, resolvePath } from '@/lib/paths'
import { operatorText } from '@/record/list/filter/describe'

interface Props {
  object: ObjectDeclaration
  term: Term
  onChange: (term: Term) => void
  onRemove: () => void
}

export function FilterTerm({ object, term, onChange, onRemove }: Props) {
  const t = useT()
  const found = resolvePath(object, term.path)
  const field = found?.field
  const type = field && typeOf(field)
  const operators = field && type ? withPresent(type.operators, term.operator) : [term.operator]
  const hasValue = term.operator !== 'present' && term.operator !== 'absent'

  return (
    <div className="filter-term">
      <Select
        value={term.path}
        onChange={(path) => onChange(termOn(object, path))}
        options={filterPaths(object).map((entry) => ({ value: entry.path, label: entry.label }))}
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('filter.field')}
      />
      <Select
        value={term.operator}
        onChange={(operator) => onChange(withOperator(term, operator))}
        options={operators.map((operator) => ({
          value: operator,
          label: field ? operatorText(field, operator) : operator,
        }))}
        aria-label={t('filter.operator')}
      />
      <div>
        {field && type && hasValue && (
          <type.Filter
            field={field}
            operator={term.operator}
            values={term.values}
            onChange={(values) => onChange({ ...term, values })}
          />
        )}
      </div>
      <Button type="text" icon={<DeleteOutlined />} onClick={onRemove} aria-label={t('filter.remove_term')} />
    </div>
  )
}

export function newTerm(object: ObjectDeclaration): Term {
  const paths = filterPaths(object)
  const title = paths.find((entry) => entry.path === object.title)
  return termOn(object, (title ?? paths[0])?.path ?? 'id')
}

function termOn(object: ObjectDeclaration, path: string): Term {
  const field = resolvePath(object, path)?.field
  return { kind: 'term', path, operator: field ? firstOperator(field) : '=', values: [''] }
}

function firstOperator(field: Field): Operator {
  const isMoment = ['date', 'instant'].includes(valueType(field))
  return isMoment ? '>=' : (typeOf(field).operators[0] ?? '=')
}

/** A text may use a comparison that the builder does not offer for the type. */
function withPresent(offered: Operator[], used: Operator): Operator[] {
  return offered.includes(used) ? offered : [used, ...offered]
}

function withOperator(term: Term, operator: Operator): Term {
  if (operator === 'present' || operator === 'absent') return { ...term, operator, values: [] }
  const isMany = operator === 'in' || operator === 'not_in'
  return { ...term, operator, values: isMany ? term.values : [term.values[0] ?? ''] }
}
