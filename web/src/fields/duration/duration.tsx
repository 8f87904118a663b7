// Lengths of time, kept in seconds, typed as people say them.
import { useState } from 'react'
import { Input } from 'antd'
import { parseDuration } from '@/fields/duration/parse-duration'
import { comparisons, type FieldType, type InputProps, type ValueProps } from '@/fields/field-type'
import { NumberFilter } from '@/fields/number/number-filter'
import { formatDuration } from '@/lib/format'
import { useT } from '@/lib/i18n'

function DurationValue({ value }: ValueProps) {
  return <span className="number">{formatDuration(Number(value))}</span>
}

function DurationInput({ id, value, onChange, isInvalid, isDisabled, autoFocus }: InputProps) {
  const t = useT()
  const [text, setText] = useState<string | null>(null)
  const shown = text ?? (typeof value === 'number' ? formatDuration(value) : '')
  const isWrong = text !== null && text !== '' && parseDuration(text) === null

  function type(next: string) {
    setText(next)
    const seconds = parseDuration(next)
    if (next.trim() === '' || seconds !== null) onChange(next.trim() === '' ? null : seconds)
  }

  return (
    <Input
      id={id}
      value={shown}
      onChange={(event) => type(event.target.value)}
      onBlur={() => !isWrong && setText(null)}
      placeholder={t('duration.example')}
      status={isInvalid || isWrong ? 'error' : undefined}
      disabled={isDisabled}
      autoFocus={autoFocus}
    />
  )
}

export const duration: FieldType = {
  Value: DurationValue,
  Input: DurationInput,
  Filter: NumberFilter,
  operators: comparisons,
  width_px: 110,
  align: 'right',
}
