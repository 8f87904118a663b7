// The record of a condition; for people also "me", whoever looks.
import type { FilterProps } from '@/fields/field-type'
import { LinkInput } from '@/fields/link/link-input'
import { useT } from '@/lib/i18n'
import { Button, Space } from 'antd'

export function LinkFilter({ field, values, onChange }: FilterProps) {
  const t = useT()
  const value = values[0] ?? ''
  return (
    <Space.Compact block>
      <LinkInput
        field={{ ...field, type: 'link', value_type: 'link' }}
        value={value || null}
        titles={{ me: t('link.me') }}
        onChange={(id) => onChange([(id as string | null) ?? ''])}
      />
      {field.to === 'user' && <Button onClick={() => onChange(['me'])}>{t('link.me')}</Button>}
    </Space.Compact>
  )
}
