// A value shown in part, with a button that shows it whole: it asks for the reason, and hides it again.
import { useEffect, useState } from 'react'
import { EyeOutlined } from '@ant-design/icons'
import { Button, Form, Input, Modal, Tooltip } from 'antd'
import { FieldValue } from '@/fields/field-value'
import { api } from '@/lib/api'
import { formatPhone } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { fieldLabel, type Field } from '@/lib/objects'
import { isEmpty } from '@/fields/field-type'
import { ErrorBox } from '@/ui/error-box'
import { useFocusReturn } from '@/ui/use-focus-return'
import '@/record/access/access.css'
import '@/record/access/words/words'

const shown_seconds = 30

interface Props {
  object: string
  id: string
  field: Field
  value: unknown
}

export function MaskedValue({ object, id, field, value }: Props) {
  const t = useT()
  const [isAsking, setIsAsking] = useState(false)
  const [whole, setWhole] = useState<unknown>()
  const label = t('reveal.open', { field: fieldLabel(field) })
  if (whole !== undefined) return <Whole field={field} value={whole} onEnd={() => setWhole(undefined)} />
  return (
    <span className="revealed">
      {isEmpty(value) ? (
        <FieldValue field={field} value={value} />
      ) : (
        <span className="number">{typeof value === 'string' ? formatPhone(value) : '***'}</span>
      )}
      {!isEmpty(value) && (
        <Tooltip title={label}>
          <Button
            size="small"
            type="text"
            icon={<EyeOutlined />}
            aria-label={label}
            onClick={(event) => {
              event.stopPropagation()
              setIsAsking(true)
            }}
          />
        </Tooltip>
      )}
      {isAsking && (
        <ReasonDialog
          path={`/${object}/${id}/reveal`}
          field={field}
          onClose={() => setIsAsking(false)}
          onValue={setWhole}
        />
      )}
    </span>
  )
}

function Whole({ field, value, onEnd }: { field: Field; value: unknown; onEnd: () => void }) {
  const t = useT()
  const [left, setLeft] = useState(shown_seconds)
  useEffect(() => {
    if (left === 0) return onEnd()
    const timer = setTimeout(() => setLeft(left - 1), 1000)
    return () => clearTimeout(timer)
  }, [left, onEnd])
  return (
    <span className="revealed">
      <span className="revealed-value">
        <FieldValue field={{ ...field, right: 'read' }} value={value} />
      </span>
      <Button size="small" type="text" className="number" onClick={onEnd}>
        {t('reveal.hide_in', { seconds: left })}
      </Button>
    </span>
  )
}

interface DialogProps {
  path: string
  field: Field
  onClose: () => void
  onValue: (value: unknown) => void
}

function ReasonDialog({ path, field, onClose, onValue }: DialogProps) {
  useFocusReturn()
  const t = useT()
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)
  const [form] = Form.useForm<{ reason: string }>()

  async function submit({ reason }: { reason: string }) {
    setIsBusy(true)
    setError(undefined)
    try {
      const answer = await api.post<{ value: unknown }>(path, { field: field.name, reason: reason.trim() })
      onValue(answer.value)
      onClose()
    } catch (failure) {
      setError(failure)
      setIsBusy(false)
    }
  }

  return (
    <Modal
      open
      title={t('reveal.title', { field: fieldLabel(field) })}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('reveal.show')}
      cancelText={t('action.cancel')}
      confirmLoading={isBusy}
    >
      <Form form={form} layout="vertical" onFinish={submit} requiredMark={false}>
        {error !== undefined && (
          <Form.Item>
            <ErrorBox error={error} />
          </Form.Item>
        )}
        <Form.Item
          name="reason"
          label={t('reveal.reason')}
          extra={t('reveal.note', { seconds: shown_seconds })}
          rules={[{ required: true, whitespace: true, message: t('reveal.reason_needed') }]}
        >
          <Input autoFocus maxLength={200} placeholder={t('reveal.reason_example')} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
