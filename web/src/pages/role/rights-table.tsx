// The table of rights: a row for each object, a column for each thing one may do with it. A grey choice is
// what the declaration gives; a dark one is what this role says otherwise.
import { useState } from 'react'
import { Button, Select } from 'antd'
import { RightsDrawer } from '@/pages/role/rights-drawer'
import {
  countDetails,
  declared,
  plain_verbs,
  scoped_verbs,
  scopes,
  type DeclaredObject,
  type PlainVerb,
  type RoleRights,
  type Said,
  type Scope,
  type ScopedVerb,
} from '@/pages/role/rights'
import { useT } from '@/lib/i18n'
import { pluralLabel } from '@/lib/objects'
import { ObjectIcon } from '@/ui/object-icon'

interface Props {
  objects: DeclaredObject[]
  code: string
  rights: RoleRights
  canEdit: boolean
  onChange: (rights: RoleRights) => void
}

const verbs = ['read', 'create', 'edit', 'delete', 'import', 'export'] as const

export function RightsTable({ objects, code, rights, canEdit, onChange }: Props) {
  const t = useT()
  const [opened, setOpened] = useState<string | null>(null)
  const object = objects.find((candidate) => candidate.name === opened)
  const say = (name: string, said: Said) => onChange({ ...rights, [name]: said })

  return (
    <>
      <table className="rights-table">
        <thead>
          <tr>
            <th>{t('role.object')}</th>
            {verbs.map((verb) => (
              <th key={verb}>{t(`verb.${verb}`)}</th>
            ))}
            <th>{t('role.details')}</th>
          </tr>
        </thead>
        <tbody>
          {objects.map((one) => (
            <tr key={one.name} data-testid={`rights-${one.name}`}>
              <th scope="row">
                <ObjectIcon name={one.icon} object={one.name} /> {pluralLabel(one)}
              </th>
              <Verbs
                object={one}
                objects={objects}
                code={code}
                said={rights[one.name] ?? {}}
                canEdit={canEdit}
                onChange={(said) => say(one.name, said)}
              />
              <td data-label={t('role.details')}>
                <Button
                  size="small"
                  type="link"
                  onClick={() => setOpened(one.name)}
                  aria-label={t('role.details_of', { objects: pluralLabel(one) })}
                >
                  {detailsText(t, rights[one.name] ?? {})}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {object && (
        <RightsDrawer
          key={object.name}
          object={object}
          code={code}
          said={rights[object.name] ?? {}}
          canEdit={canEdit}
          onChange={(said) => say(object.name, said)}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  )
}

function detailsText(t: ReturnType<typeof useT>, said: Said): string {
  const count = countDetails(said)
  return count === 0 ? t('role.details_open') : t('role.details_count', { count })
}

interface RowProps {
  object: DeclaredObject
  objects: DeclaredObject[]
  code: string
  said: Said
  canEdit: boolean
  onChange: (said: Said) => void
}

function Verbs({ object, objects, code, said, canEdit, onChange }: RowProps) {
  const t = useT()
  if (object.part_of) {
    const whole = objects.find((one) => one.name === object.fields.find((field) => field.name === object.part_of)?.to)
    return (
      <td colSpan={verbs.length} className="secondary rights-follow">
        {t('role.follows', { objects: whole ? pluralLabel(whole) : '' })}
      </td>
    )
  }
  const base = declared(object, code)
  const isKnown = object.access !== undefined
  return verbs.map((verb) => (
    <td key={verb} data-label={t(`verb.${verb}`)}>
      {isScoped(verb) ? (
        <ScopeSelect
          label={`${pluralLabel(object)} · ${t(`verb.${verb}`)}`}
          value={said[verb]}
          base={isKnown ? base[verb] : undefined}
          isDisabled={!canEdit}
          onChange={(scope) => onChange({ ...said, [verb]: scope })}
        />
      ) : (
        <MaySelect
          label={`${pluralLabel(object)} · ${t(`verb.${verb}`)}`}
          value={said[verb]}
          base={isKnown ? base[verb] : undefined}
          isDisabled={!canEdit}
          onChange={(may) => onChange({ ...said, [verb]: may })}
        />
      )}
    </td>
  ))
}

function isScoped(verb: ScopedVerb | PlainVerb): verb is ScopedVerb {
  return !(plain_verbs as readonly string[]).includes(verb) && (scoped_verbs as readonly string[]).includes(verb)
}

interface SelectProps<T> {
  label: string
  value: T | undefined
  /** What the declaration gives; undefined when the server does not say. */
  base: T | undefined
  isDisabled: boolean
  onChange: (value: T | undefined) => void
}

const as_declared = ''

function ScopeSelect({ label, value, base, isDisabled, onChange }: SelectProps<Scope>) {
  const t = useT()
  const base_text = base ? t('role.default_of', { text: t(`scope.${base}`) }) : t('role.default')
  return (
    <Select<Scope | ''>
      className={value ? 'right-said' : 'right-default'}
      size="small"
      variant={value ? 'outlined' : 'filled'}
      value={value ?? as_declared}
      disabled={isDisabled}
      aria-label={label}
      popupMatchSelectWidth={false}
      onChange={(next) => onChange(next || undefined)}
      labelRender={({ value: shown }) => (shown ? t(`scope.${shown}`) : base ? t(`scope.${base}`) : t('role.default'))}
      options={[
        { value: as_declared, label: base_text },
        ...scopes.map((scope) => ({ value: scope, label: t(`scope.${scope}`) })),
      ]}
    />
  )
}

function MaySelect({ label, value, base, isDisabled, onChange }: SelectProps<boolean>) {
  const t = useT()
  const text = (may: boolean) => t(may ? 'role.may' : 'role.may_not')
  const shown = value === undefined ? as_declared : value ? 'yes' : 'no'
  return (
    <Select
      className={value === undefined ? 'right-default' : 'right-said'}
      size="small"
      variant={value === undefined ? 'filled' : 'outlined'}
      value={shown}
      disabled={isDisabled}
      aria-label={label}
      popupMatchSelectWidth={false}
      onChange={(next) => onChange(next === as_declared ? undefined : next === 'yes')}
      labelRender={() => (value !== undefined ? text(value) : base !== undefined ? text(base) : t('role.default'))}
      options={[
        {
          value: as_declared,
          label: base === undefined ? t('role.default') : t('role.default_of', { text: text(base) }),
        },
        { value: 'yes', label: text(true) },
        { value: 'no', label: text(false) },
      ]}
    />
  )
}
