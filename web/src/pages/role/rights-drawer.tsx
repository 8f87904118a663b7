// What a role says of an object in detail: each field, and a condition that narrows whose records.
import { useState } from 'react'
import { Button, Checkbox, Drawer, Input, Select, Tag } from 'antd'
import {
  declaredFieldRight,
  field_rights,
  mayReveal,
  withReveal,
  without,
  type DeclaredObject,
  type FieldRight,
  type Said,
} from '@/pages/role/rights'
import { FilterBar } from '@/record/list/filter/filter-bar'
import { useT } from '@/lib/i18n'
import { fieldLabel, pluralLabel, type Field } from '@/lib/objects'
import { useIsPhone } from '@/lib/use-is-phone'
import '@/record/list/list.css'

interface Props {
  object: DeclaredObject
  code: string
  said: Said
  canEdit: boolean
  onChange: (said: Said) => void
  onClose: () => void
}

const drawer_px = 560
/** Every record has these, and nobody can be kept from working with them. */
const always = ['id', 'version']

export function RightsDrawer({ object, code, said, canEdit, onChange, onClose }: Props) {
  const t = useT()
  const isPhone = useIsPhone()
  const [text, setText] = useState('')
  const fields = object.fields.filter(
    (field) => !always.includes(field.name) && fieldLabel(field).toLowerCase().includes(text.toLowerCase()),
  )

  const rightOf = (field: Field) => said.fields?.[field.name] ?? declaredFieldRight(object, code, said, field)
  const masked = () => object.fields.filter((field) => rightOf(field) === 'masked').map((field) => field.name)

  function setField(field: Field, right: FieldRight | undefined) {
    const others = without(said.fields ?? {}, field.name)
    onChange({ ...said, fields: right ? { ...others, [field.name]: right } : others })
  }

  return (
    <Drawer
      open
      onClose={onClose}
      size={isPhone ? '100%' : drawer_px}
      title={t('role.details_of', { objects: pluralLabel(object) })}
      extra={
        canEdit && (
          <Button size="small" onClick={() => onChange({})} disabled={Object.keys(said).length === 0}>
            {t('role.clear')}
          </Button>
        )
      }
    >
      <div className="stack">
        {!object.part_of && (
          <section>
            <h3 className="section-title">{t('role.where')}</h3>
            <p className="secondary section-note">{t('role.where_note')}</p>
            <fieldset className="plain-fieldset" disabled={!canEdit}>
              <FilterBar
                object={object}
                value={said.where ?? ''}
                titles={{}}
                onChange={(where) => onChange({ ...said, where: where || undefined })}
              />
            </fieldset>
          </section>
        )}
        <section>
          <h3 className="section-title">{t('role.fields')}</h3>
          <p className="secondary section-note">{t('role.fields_note')}</p>
          <Input.Search
            allowClear
            placeholder={t('columns.search')}
            aria-label={t('columns.search')}
            onChange={(event) => setText(event.target.value)}
          />
          <ul className="field-rights">
            {fields.map((field) => (
              <FieldLine
                key={field.name}
                field={field}
                base={declaredFieldRight(object, code, said, field)}
                value={said.fields?.[field.name]}
                canEdit={canEdit}
                mayReveal={rightOf(field) === 'masked' ? mayReveal(said, field.name) : undefined}
                onReveal={(may) => onChange(withReveal(said, field.name, may, masked()))}
                onChange={(right) => setField(field, right)}
              />
            ))}
          </ul>
        </section>
      </div>
    </Drawer>
  )
}

interface LineProps {
  field: Field
  base: FieldRight
  value: FieldRight | undefined
  canEdit: boolean
  /** Only of a masked field. */
  mayReveal: boolean | undefined
  onReveal: (may: boolean) => void
  onChange: (right: FieldRight | undefined) => void
}

function FieldLine({ field, base, value, canEdit, mayReveal: may, onReveal, onChange }: LineProps) {
  const t = useT()
  const isGuarded = field.sensitivity === 'personal' || field.sensitivity === 'sensitive'
  return (
    <li data-testid={`field-right-${field.name}`}>
      <span className="grow">
        {fieldLabel(field)} {isGuarded && <Tag>{t(`sensitivity.${field.sensitivity}`)}</Tag>}
      </span>
      {may !== undefined && (
        <Checkbox checked={may} disabled={!canEdit} onChange={(event) => onReveal(event.target.checked)}>
          {t('role.reveal')}
        </Checkbox>
      )}
      <Select<FieldRight | ''>
        className={value ? 'right-said' : 'right-default'}
        size="small"
        variant={value ? 'outlined' : 'filled'}
        value={value ?? ''}
        disabled={!canEdit}
        aria-label={t('role.field_right', { field: fieldLabel(field) })}
        popupMatchSelectWidth={false}
        onChange={(next) => onChange(next || undefined)}
        labelRender={({ value: shown }) => t(`right.${shown || base}`)}
        options={[
          { value: '', label: t('role.default_of', { text: t(`right.${base}`) }) },
          ...field_rights.map((right) => ({ value: right, label: t(`right.${right}`) })),
        ]}
      />
    </li>
  )
}
