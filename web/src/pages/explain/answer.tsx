// The judgement as a sentence, and under it each rule that was looked at.
import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { Tag } from 'antd'
import { useT } from '@/lib/i18n'
import { pick, type Text } from '@/lib/language'

export interface Explanation {
  allowed: boolean
  /** Of the field asked about: hidden, masked, read or write. */
  right?: string
  rule: string
  sentence: Text
  steps: { rule: string; allowed: boolean; sentence: Text }[]
}

const rules = ['role', 'scope', 'condition', 'share', 'field', 'part_of', 'inactive']

export function Answer({ explanation, hasField }: { explanation: Explanation; hasField: boolean }) {
  const t = useT()
  const { allowed, right, sentence, steps } = explanation
  return (
    <section className="panel stack" aria-live="polite">
      <p className="explain-sentence" data-testid="explain-answer">
        <Mark allowed={allowed} /> {pick(sentence)} {hasField && right && <Tag>{t(`explain.right_${right}`)}</Tag>}
      </p>
      <ol className="explain-steps">
        {steps.map((step, index) => (
          <li key={index}>
            <Mark allowed={step.allowed} />
            <span>
              <strong>{rules.includes(step.rule) ? t(`explain.rule_${step.rule}`) : step.rule}</strong>
              <br />
              {pick(step.sentence)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Mark({ allowed }: { allowed: boolean }) {
  const t = useT()
  return allowed ? (
    <CheckCircleFilled className="mark-pass" aria-label={t('explain.pass')} />
  ) : (
    <CloseCircleFilled className="mark-refuse" aria-label={t('explain.refuse')} />
  )
}
