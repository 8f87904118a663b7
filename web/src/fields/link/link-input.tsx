// Searching for the record, or the records, to point to.
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { Select, Spin } from 'antd'
import type { InputProps } from '@/fields/field-type'
import { chosenTitle, noteChosenTitle, titleOfUnseen } from '@/fields/link/chosen-title'
import { useLinkOptions, type LinkOption } from '@/fields/link/use-link-options'
import { useT } from '@/lib/i18n'
import { valueType } from '@/lib/objects'
import { sentenceOf } from '@/ui/error-box'

type Chosen = { value: string; label?: unknown }

export function LinkInput({
  id,
  field,
  value,
  onChange,
  titles,
  isInvalid,
  isDisabled,
  isCell,
  autoFocus,
  placeholder,
}: InputProps) {
  const t = useT()
  const isMany = valueType(field) === 'links'
  const [text, setText] = useState('')
  const [isOpen, setIsOpen] = useState(Boolean(isCell && autoFocus))
  const client = useQueryClient()
  const { data: options = [], isFetching, error } = useLinkOptions(field, text, isOpen)
  const ids = (Array.isArray(value) ? value : value ? [value] : []) as string[]
  const shown = ids.map((one) => ({ value: one, label: titles[one] ?? chosenTitle(client, one) ?? titleOfUnseen(one) }))

  function choose(next: Chosen | Chosen[] | undefined) {
    const chosen = Array.isArray(next) ? next : next ? [next] : []
    const found = chosen.flatMap((one) => options.filter((option) => option.value === one.value))
    found.forEach((option) => noteChosenTitle(client, option.value, option.label))
    setText('')
    onChange(isMany ? chosen.map((one) => one.value) : (chosen[0]?.value ?? null))
  }

  return (
    <Select<Chosen | Chosen[]>
      id={id}
      labelInValue
      mode={isMany ? 'multiple' : undefined}
      value={isMany ? shown : shown[0]}
      onChange={choose}
      options={options}
      optionRender={(option) => <OptionLine option={option.data as LinkOption} />}
      showSearch={{ filterOption: false, searchValue: text, onSearch: setText }}
      open={isOpen}
      onOpenChange={setIsOpen}
      allowClear
      placeholder={placeholder ?? t('link.search')}
      notFoundContent={isFetching ? <Spin size="small" /> : error ? sentenceOf(error) : t('link.none')}
      status={isInvalid ? 'error' : undefined}
      disabled={isDisabled}
      autoFocus={autoFocus}
      style={{ width: '100%' }}
    />
  )
}

function OptionLine({ option }: { option: LinkOption }) {
  return (
    <span className="row">
      <span className="grow">{option.label}</span>
      {option.note && <span className="secondary number">{option.note}</span>}
    </span>
  )
}
