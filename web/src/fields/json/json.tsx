// Structured data, shown and typed as JSON.
import { useState } from 'react'
import { Typography } from 'antd'
import { present, type FieldType, type InputProps, type ValueProps } from '@/fields/field-type'
import { TextFilter } from '@/fields/text/text-filter'
import { useT } from '@/lib/i18n'
import { GrowingTextArea } from '@/ui/growing-text-area'

function JsonValue({ value }: ValueProps) {
  return <code className="json-value">{JSON.stringify(value)}</code>
}

function JsonInput({ id, value, onChange, isInvalid, isDisabled, autoFocus }: InputProps) {
  const t = useT()
  const [text, setText] = useState(() => (value === null || value === undefined ? '' : JSON.stringify(value, null, 2)))
  const [isWrong, setIsWrong] = useState(false)

  function type(next: string) {
    setText(next)
    try {
      onChange(next.trim() === '' ? null : JSON.parse(next))
      setIsWrong(false)
    } catch {
      setIsWrong(true)
    }
  }

  return (
    <>
      <GrowingTextArea
        id={id}
        className="json-value"
        value={text}
        onChange={(event) => type(event.target.value)}
        status={isInvalid || isWrong ? 'error' : undefined}
        disabled={isDisabled}
        autoFocus={autoFocus}
        spellCheck={false}
      />
      {isWrong && <Typography.Text type="danger">{t('json.wrong')}</Typography.Text>}
    </>
  )
}

export const json: FieldType = {
  Value: JsonValue,
  Input: JsonInput,
  Filter: TextFilter,
  operators: present,
  width_px: 200,
  isWide: true,
}
