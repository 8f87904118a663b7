// Any value of any field: <FieldValue field value titles />. An empty one is a quiet dash.
import { LockOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { isEmpty } from '@/fields/field-type'
import { typeOf } from '@/fields/registry'
import { formatPhone } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { useLanguage } from '@/lib/language'
import type { Field } from '@/lib/objects'
import type { Titles } from '@/lib/records'
import '@/fields/fields.css'

interface Props {
  field: Field
  value: unknown
  titles?: Titles
  /** Only part of the value may be seen. */
  isMasked?: boolean
}

const none: Titles = {}

export function FieldValue({ field, value, titles = none, isMasked }: Props) {
  const t = useT()
  useLanguage()
  if (isEmpty(value)) {
    return (
      <span className="secondary" aria-label={t('field.empty')}>
        –
      </span>
    )
  }
  if (isMasked || field.right === 'masked') {
    return (
      <Tooltip title={t('field.masked')}>
        <span className="number">{typeof value === 'string' ? formatPhone(value) : '***'}</span>{' '}
        <LockOutlined className="secondary" />
      </Tooltip>
    )
  }
  const { Value } = typeOf(field)
  return <Value field={field} value={value} titles={titles} />
}
