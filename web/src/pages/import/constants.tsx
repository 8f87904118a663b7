// Values that every row gets, for what the file does not say: the channel, the owner, the country.
import { DeleteOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import type { Plan, Preview } from '@/pages/import/import-types'
import { setConstant } from '@/pages/import/plan'
import { TargetSelect } from '@/pages/import/target-select'
import { useT } from '@/lib/i18n'
import { pick } from '@/lib/language'

interface Props {
  preview: Preview
  plan: Plan
  onChange: (plan: Plan) => void
}

export function Constants({ preview, plan, onChange }: Props) {
  const t = useT()
  const mapped = new Set(plan.mapping.map((item) => item.path))
  const given = Object.keys(plan.constants)
  const free = preview.targets.filter((target) => !mapped.has(target.path) && !given.includes(target.path))
  const labelOf = (path: string) => pick(preview.targets.find((target) => target.path === path)?.label, path)
  return (
    <div className="stack">
      <p className="secondary import-hint">{t('import.constants_hint')}</p>
      {given.map((path) => (
        <div key={path} className="row import-constant">
          <label className="row grow">
            <span className="import-constant-label">{labelOf(path)}</span>
            <Input
              value={plan.constants[path]}
              onChange={(event) => onChange(setConstant(plan, path, event.target.value))}
            />
          </label>
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`${t('action.remove')} ${labelOf(path)}`}
            onClick={() => onChange(setConstant(plan, path, undefined))}
          />
        </div>
      ))}
      <TargetSelect
        key={given.length}
        label={t('import.constant_add')}
        object={plan.object}
        targets={free}
        taken={mapped}
        value={undefined}
        onChange={(path) => path && onChange(setConstant(plan, path, ''))}
      />
    </div>
  )
}
