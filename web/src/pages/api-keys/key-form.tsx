// A new key: what it is for, by which role it works, what it may do, until when.
import { useState } from 'react'
import { DatePicker, Form, Input, Modal, Segmented, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { api } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { pluralLabel, useObjects } from '@/lib/objects'
import { useRecords } from '@/lib/records'
import { ErrorBox } from '@/ui/error-box'
import { useFocusReturn } from '@/ui/use-focus-return'

interface Values {
  name: string
  role: string
  verb: 'read' | 'write'
  objects?: string[]
  expires?: Dayjs | null
}

interface Props {
  onMade: (key: string) => void
  onClose: () => void
}

const roles_max = 200
const days_default = 365

export function KeyForm({ onMade, onClose }: Props) {
  useFocusReturn()
  const t = useT()
  const [form] = Form.useForm<Values>()
  const { data: objects = [] } = useObjects()
  const roles = useRecords('role', { page_size: roles_max })
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)

  async function submit({ name, role, verb, objects: only = [], expires }: Values) {
    setIsBusy(true)
    setError(undefined)
    const verbs = verb === 'write' ? ['read', 'write'] : ['read']
    const scope = only.length > 0 ? only.flatMap((object) => verbs.map((one) => `${object}:${one}`)) : verbs
    try {
      const body = {
        name: name.trim(),
        role,
        scope,
        ...(expires ? { expires_at: expires.endOf('day').toISOString() } : {}),
      }
      const answer = await api.post<{ key: string }>('/accounts/keys', body)
      onMade(answer.key)
    } catch (failure) {
      setError(failure)
      setIsBusy(false)
    }
  }

  return (
    <Modal
      open
      title={t('keys.new')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('keys.make')}
      cancelText={t('action.cancel')}
      confirmLoading={isBusy}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        onFinish={submit}
        requiredMark={false}
        initialValues={{ verb: 'read', expires: dayjs().add(days_default, 'day') }}
      >
        {error !== undefined && (
          <Form.Item>
            <ErrorBox error={error} />
          </Form.Item>
        )}
        <Form.Item
          name="name"
          label={t('keys.name')}
          extra={t('keys.name_note')}
          rules={[{ required: true, whitespace: true, message: t('keys.name_needed') }]}
        >
          <Input autoFocus />
        </Form.Item>
        <Form.Item
          name="role"
          label={t('keys.role')}
          extra={t('keys.role_note')}
          rules={[{ required: true, message: t('keys.role_needed') }]}
        >
          <Select
            loading={roles.isPending}
            options={(roles.data?.items ?? []).map((role) => ({ value: String(role.code), label: String(role.name) }))}
          />
        </Form.Item>
        <Form.Item name="verb" label={t('keys.scope')}>
          <Segmented
            options={[
              { value: 'read', label: t('keys.scope_read') },
              { value: 'write', label: t('keys.scope_write_too') },
            ]}
          />
        </Form.Item>
        <Form.Item name="objects" label={t('keys.only')}>
          <Select
            mode="multiple"
            allowClear
            placeholder={t('keys.all_objects')}
            options={objects.map((object) => ({ value: object.name, label: pluralLabel(object) }))}
            showSearch={{ optionFilterProp: 'label' }}
          />
        </Form.Item>
        <Form.Item name="expires" label={t('keys.expires')}>
          <DatePicker
            placeholder={t('keys.no_expiry')}
            disabledDate={(day) => day.isBefore(dayjs().startOf('day'))}
            style={{ width: '100%' }}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
