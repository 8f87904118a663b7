// Typing in an amount and choosing its currency. The amount is kept as the digits typed: a sum of
// money must not pass through binary fractions.
import { InputNumber, Select, Space } from 'antd'
import type { InputProps } from '@/fields/field-type'
import { useT } from '@/lib/i18n'
import { useSession } from '@/lib/session'
import type { Money } from '@/lib/format'

const currencies = [
  'CNY',
  'USD',
  'EUR',
  'HKD',
  'JPY',
  'GBP',
  'TWD',
  'KRW',
  'SGD',
  'AUD',
  'CAD',
  'CHF',
  'THB',
  'VND',
  'MYR',
  'INR',
]

export function MoneyInput({ id, field, value, onChange, isInvalid, isDisabled, isCell, autoFocus }: InputProps) {
  const t = useT()
  const base = useSession().currency
  const money = (value as Money | null) ?? null
  const currency = money?.currency ?? base

  function change(amount: string | number | null, unit: string) {
    onChange(amount === null || amount === '' ? null : { amount: exact(amount), currency: unit })
  }

  return (
    <Space.Compact block>
      <InputNumber
        id={id}
        stringMode
        value={money?.amount ?? null}
        onChange={(amount) => change(amount, currency)}
        status={isInvalid ? 'error' : undefined}
        disabled={isDisabled}
        autoFocus={autoFocus}
        controls={false}
        style={{ flex: 1, minWidth: 80 }}
      />
      {!isCell && (
        <Select
          value={currency}
          onChange={(unit) => change(money?.amount ?? null, unit)}
          options={[...new Set([base, ...currencies])].map((code) => ({ value: code, label: code }))}
          disabled={isDisabled}
          showSearch
          aria-label={t('money.currency', { field: field.name })}
          style={{ width: 84 }}
        />
      )}
    </Space.Compact>
  )
}

/** A number when it is exact as one, the digits otherwise. */
function exact(amount: string | number): string | number {
  const number = Number(amount)
  return String(number) === String(amount) ? number : String(amount)
}
