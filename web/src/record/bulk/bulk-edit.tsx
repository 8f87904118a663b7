// Which field of all records chosen gets which value.
import { useState } from 'react'
import { Checkbox, Form, Modal, Select } from 'antd'
import { FieldInput } from '@/fields/field-input'
import { isTypedIn } from '@/fields/registry'
import { formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { fieldLabel, findField, type Field, type ObjectDeclaration } from '@/lib/objects'
import { useFocusReturn } from '@/ui/use-focus-return'

interface Props {
  object: ObjectDeclaration
  count: number
  onApply: (field: Field, value: unknown) => void
  onClose: () => void
}

export function BulkEdit({ object, count, onApply, onClose }: Props) {
  useFocusReturn()
  const t = useT()
  const [name, setName] = useState<string>()
  const [value, setValue] = useState<unknown>(null)
  const [isCleared, setIsCleared] = useState(false)
  const field = name ? findField(object, name) : undefined
  // What must differ from record to record cannot be the same for all.
  const fields = object.fields.filter((candidate) => isTypedIn(candidate) && !candidate.unique)
  const isReady = field && (isCleared || (value !== null && value !== undefined))

  return (
    <Modal
      open
      title={t('bulk.edit_title', { count: formatNumber(count) })}
      okText={t('bulk.apply', { count: formatNumber(count) })}
      okButtonProps={{ disabled: !isReady }}
      onOk={() => field && onApply(field, isCleared ? null : value)}
      onCancel={onClose}
    >
      <Form layout="vertical">
        <Form.Item label={t('bulk.field')} htmlFor="bulk-field">
          <Select
            id="bulk-field"
            value={name}
            onChange={(next) => {
              setName(next)
              setValue(null)
            }}
            options={fields.map((candidate) => ({ value: candidate.name, label: fieldLabel(candidate) }))}
            showSearch={{ optionFilterProp: 'label' }}
          />
        </Form.Item>
        {field && (
          <Form.Item label={fieldLabel(field)} htmlFor="bulk-value">
            <FieldInput
              id="bulk-value"
              key={field.name}
              field={field}
              value={value}
              onChange={setValue}
              titles={{}}
              isDisabled={isCleared}
            />
          </Form.Item>
        )}
        {field && !field.required && (
          <Checkbox checked={isCleared} onChange={(event) => setIsCleared(event.target.checked)}>
            {t('bulk.empty')}
          </Checkbox>
        )}
      </Form>
    </Modal>
  )
}
