// What will happen, in sentences, before it does.
import { Alert } from 'antd'
import type { Preview, Rule } from '@/pages/hand-over/types'
import { describe } from '@/record/list/filter/describe'
import { understood } from '@/record/list/filter/filter-bar'
import { recordTitle } from '@/record/record-title'
import { formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { pick } from '@/lib/language'
import { useObject, useObjects, type ObjectDeclaration } from '@/lib/objects'
import { useRecord } from '@/lib/records'

interface Props {
  preview: Preview
  rules: Rule[]
  to: string
  undo_days: number
}

export function Summary({ preview, rules, to, undo_days }: Props) {
  const t = useT()
  const { data: objects = [] } = useObjects()
  const label = (name: string) => pick(preview.objects.find((one) => one.object === name)?.label, name)
  const total = preview.objects.reduce((sum, one) => sum + one.count, 0)
  return (
    <div className="stack">
      <ol className="summary">
        {rules.map((rule, place) => (
          <li key={place}>
            {t('hand_over.sum_rule', {
              object: label(rule.object),
              condition: conditionText(rule, objects) || t('hand_over.all_of_them'),
            })}{' '}
            <strong>
              <UserName id={rule.to ?? ''} />
            </strong>
          </li>
        ))}
        <li>
          {t(rules.length > 0 ? 'hand_over.sum_rest' : 'hand_over.sum_all', { total: formatNumber(total) })}{' '}
          <strong>
            <UserName id={to} />
          </strong>
        </li>
        <li>
          {t('hand_over.sum_account', { name: preview.user.name, sessions: preview.sessions, keys: preview.keys })}
        </li>
      </ol>
      <Alert
        type="info"
        showIcon
        title={t(undo_days > 0 ? 'hand_over.sum_undo' : 'hand_over.sum_no_undo', { days: undo_days })}
      />
    </div>
  )
}

/** The condition of a rule as people read it. */
export function conditionText(rule: { object: string; filter: string }, objects: ObjectDeclaration[]): string {
  const object = objects.find((one) => one.name === rule.object)
  const tree = object && understood(object, rule.filter)
  return tree && tree.children.length > 0 ? describe(object, tree, {}) : rule.filter
}

function UserName({ id }: { id: string }) {
  const object = useObject('user')
  const answer = useRecord('user', id || undefined)
  if (!object || !answer.data) return <>…</>
  return <>{recordTitle(object, answer.data.record)}</>
}
