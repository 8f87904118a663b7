// How values that can be read in two ways are meant: 03/04/2026, and amounts without a currency.
import { Select } from 'antd'
import type { Plan } from '@/pages/import/import-types'
import { useT } from '@/lib/i18n'

const orders = ['ymd', 'dmy', 'mdy'] as const
const currencies = ['CNY', 'USD', 'EUR', 'HKD', 'JPY', 'GBP', 'TWD', 'KRW', 'SGD', 'AUD', 'CAD', 'CHF']

export function Reading({ plan, onChange }: { plan: Plan; onChange: (plan: Plan) => void }) {
  const t = useT()
  return (
    <div className="stack">
      <label className="row import-constant">
        <span className="import-constant-label">{t('import.date_order')}</span>
        <Select
          allowClear
          className="import-target"
          placeholder={t('import.date_order_detected')}
          value={plan.date_order}
          onChange={(date_order?: Plan['date_order']) => onChange({ ...plan, date_order })}
          options={orders.map((order) => ({ value: order, label: t(`import.date_order.${order}`) }))}
        />
      </label>
      <label className="row import-constant">
        <span className="import-constant-label">{t('import.currency')}</span>
        <Select
          allowClear
          showSearch
          className="import-target"
          placeholder={t('import.currency_own')}
          value={plan.currency}
          onChange={(currency?: string) => onChange({ ...plan, currency })}
          options={currencies.map((code) => ({ value: code, label: code }))}
        />
      </label>
    </div>
  )
}
