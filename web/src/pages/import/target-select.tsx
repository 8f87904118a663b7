// Where a column goes: the fields of the object, then the parts of its addresses and links, with search.
import { Select } from 'antd'
import type { Target } from '@/pages/import/import-types'
import { useT } from '@/lib/i18n'
import { pick } from '@/lib/language'
import { findField, fieldLabel, objectLabel, useObject, type ObjectDeclaration } from '@/lib/objects'

interface Props {
  /** For those who cannot see which row it stands in. */
  label: string
  object: string
  targets: Target[]
  /** Paths that have a column already. */
  taken: Set<string>
  value: string | undefined
  onChange: (path: string | undefined) => void
}

export function TargetSelect({ label, object, targets, taken, value, onChange }: Props) {
  const t = useT()
  const declaration = useObject(object)
  const option = (target: Target) => ({
    value: target.path,
    label: `${pick(target.label, target.path)}${target.required ? ' *' : ''}`,
    note: target.path !== value && taken.has(target.path) ? t('import.taken') : '',
  })
  const options = groupsOf(targets).map(([group, members]) => ({
    label: group === '' ? (declaration ? objectLabel(declaration) : object) : groupLabel(group, declaration),
    value: undefined as string | undefined,
    options: members.map(option),
  }))
  return (
    <Select
      showSearch={{
        filterOption: (text, item) =>
          JSON.stringify([item?.label, item?.value]).toLowerCase().includes(text.toLowerCase()),
      }}
      allowClear
      className="import-target"
      aria-label={label}
      placeholder={t('import.target_none')}
      value={value}
      options={options}
      popupMatchSelectWidth={false}
      optionRender={(item) => (
        <span className="row">
          <span className="grow">{item.label}</span>
          {(item.data as { note?: string }).note && (
            <span className="secondary">{(item.data as { note?: string }).note}</span>
          )}
        </span>
      )}
      onChange={(path: string | undefined) => onChange(path)}
    />
  )
}

/** "address.city" belongs to the group "address"; a path without a dot to the object itself. */
function groupsOf(targets: Target[]): [string, Target[]][] {
  const groups = new Map<string, Target[]>([['', []]])
  for (const target of targets) {
    const dot = target.path.lastIndexOf('.')
    const name = dot < 0 ? '' : target.path.slice(0, dot)
    groups.set(name, [...(groups.get(name) ?? []), target])
  }
  return [...groups].filter(([, members]) => members.length > 0)
}

function groupLabel(path: string, object: ObjectDeclaration | undefined): string {
  const field = object && findField(object, path.split('.')[0] as string)
  return field ? fieldLabel(field) : path
}
