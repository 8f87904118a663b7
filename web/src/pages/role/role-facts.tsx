// What a role is called, which duties it carries, and whether it asks for a second factor.
import { Fragment } from 'react'
import { Checkbox, Input, Select, Switch } from 'antd'
import { FieldInput } from '@/fields/field-input'
import { otherFields, type RoleDraft } from '@/pages/role/role-draft'
import { useT } from '@/lib/i18n'
import { pick } from '@/lib/language'
import { fieldLabel, findField, type ObjectDeclaration } from '@/lib/objects'
import { useRecords } from '@/lib/records'
import type { Duty } from '@/lib/session'

const duties: Duty[] = ['system', 'security', 'audit']

interface Props {
  object: ObjectDeclaration
  draft: RoleDraft
  canEdit: boolean
  onChange: (next: Partial<RoleDraft>) => void
}

export function RoleFacts({ object, draft, canEdit, onChange }: Props) {
  const t = useT()

  function turn(duty: Duty, isOn: boolean) {
    onChange({ duties: isOn ? [...draft.duties, duty] : draft.duties.filter((one) => one !== duty) })
  }

  return (
    <section className="panel role-facts">
      <div>
        <label htmlFor="role-name">{t('role.name')}</label>
        <Input
          id="role-name"
          value={draft.name}
          disabled={!canEdit}
          onChange={(event) => onChange({ name: event.target.value })}
        />
        <label htmlFor="role-code">{t('role.code')}</label>
        <Input
          id="role-code"
          value={draft.code}
          disabled={!canEdit}
          onChange={(event) => onChange({ code: event.target.value.trim() })}
        />
        <p className="secondary section-note">{t('role.code_note')}</p>
        {findField(object, 'requires_second_factor') && (
          <label className="row">
            <Switch
              checked={draft.requires_second_factor}
              disabled={!canEdit}
              onChange={(isOn) => onChange({ requires_second_factor: isOn })}
            />
            {t('role.second_factor')}
          </label>
        )}
        {findField(object, 'grants') && (
          <Grants value={draft.grants} canEdit={canEdit} onChange={(grants) => onChange({ grants })} />
        )}
        {otherFields(object).map((field) => (
          <Fragment key={field.name}>
            <label htmlFor={`role-${field.name}`}>{fieldLabel(field)}</label>
            <FieldInput
              id={`role-${field.name}`}
              field={field}
              value={draft.others[field.name]}
              titles={{}}
              isDisabled={!canEdit}
              onChange={(value) => onChange({ others: { ...draft.others, [field.name]: value } })}
            />
            {field.help && <p className="secondary section-note">{pick(field.help)}</p>}
          </Fragment>
        ))}
      </div>
      {findField(object, 'duties') && (
        <fieldset className="role-duties">
          <legend>{t('role.duties')}</legend>
          {duties.map((duty) => (
            <Checkbox
              key={duty}
              checked={draft.duties.includes(duty) || draft.code === 'administrator'}
              disabled={!canEdit || draft.code === 'administrator'}
              onChange={(event) => turn(duty, event.target.checked)}
            >
              <strong>{t(`duty.${duty}`)}</strong>
              <span className="secondary role-duty-note">{t(`duty.${duty}_note`)}</span>
            </Checkbox>
          ))}
          {draft.duties.length > 1 && <p className="secondary section-note">{t('role.duties_apart')}</p>}
        </fieldset>
      )}
    </section>
  )
}

const roles_max = 200

function Grants({
  value,
  canEdit,
  onChange,
}: {
  value: string[]
  canEdit: boolean
  onChange: (codes: string[]) => void
}) {
  const t = useT()
  const roles = useRecords('role', { page_size: roles_max })
  return (
    <>
      <label htmlFor="role-grants">{t('role.grants')}</label>
      <Select
        id="role-grants"
        mode="multiple"
        allowClear
        disabled={!canEdit}
        value={value}
        onChange={onChange}
        options={(roles.data?.items ?? []).map((role) => ({ value: String(role.code), label: String(role.name) }))}
        showSearch={{ optionFilterProp: 'label' }}
      />
      <p className="secondary section-note">{t('role.grants_note')}</p>
    </>
  )
}
