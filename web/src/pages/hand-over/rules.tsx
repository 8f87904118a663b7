// Splits what somebody has among several: the first rule that fits a record decides who takes it.
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import type { Owned, Rule } from '@/pages/hand-over/types'
import { LinkSelect } from '@/record/access/link-select'
import { FilterBar } from '@/record/list/filter/filter-bar'
import { useT } from '@/lib/i18n'
import { pick } from '@/lib/language'
import { useObjects } from '@/lib/objects'
import '@/record/list/list.css'

interface Props {
  rules: Rule[]
  owned: Owned[]
  onChange: (rules: Rule[]) => void
}

export function Rules({ rules, owned, onChange }: Props) {
  const t = useT()
  const { data: objects = [] } = useObjects()
  const first = owned[0]?.object
  if (!first) return null
  const replace = (place: number, next: Partial<Rule>) =>
    onChange(rules.map((rule, index) => (index === place ? { ...rule, ...next } : rule)))

  return (
    <div className="stack">
      {rules.length > 0 && <p className="secondary section-note">{t('hand_over.rules_note')}</p>}
      {rules.map((rule, place) => {
        const object = objects.find((one) => one.name === rule.object)
        return (
          <fieldset key={place} className="hand-over-rule">
            <legend className="visually-hidden">{t('hand_over.rule', { place: place + 1 })}</legend>
            <Select
              aria-label={t('hand_over.object')}
              value={rule.object}
              onChange={(name) => replace(place, { object: name, filter: '' })}
              options={owned.map((one) => ({ value: one.object, label: pick(one.label, one.object) }))}
            />
            {object && (
              <FilterBar
                object={object}
                value={rule.filter}
                titles={{}}
                onChange={(filter) => replace(place, { filter })}
              />
            )}
            <span className="row hand-over-receiver">
              <label htmlFor={`hand-over-rule-${place}`}>{t('hand_over.to')}</label>
              <span className="grow">
                <LinkSelect
                  id={`hand-over-rule-${place}`}
                  object="user"
                  value={rule.to}
                  onChange={(to) => replace(place, { to })}
                />
              </span>
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('action.remove')}
                onClick={() => onChange(rules.filter((_, index) => index !== place))}
              />
            </span>
          </fieldset>
        )
      })}
      <Button
        style={{ alignSelf: 'start' }}
        icon={<PlusOutlined />}
        onClick={() => onChange([...rules, { object: first, filter: '', to: null }])}
      >
        {t('hand_over.add_rule')}
      </Button>
    </div>
  )
}
