// E-mail addresses: text that opens the mail program.
import type { FieldType, ValueProps } from '@/fields/field-type'
import { useT } from '@/lib/i18n'
import { text } from '@/fields/text/text'

/** The server gives each API key an account of this kind, to which no mail goes. */
const key_account = /@keys\.invalid$/

function EmailValue({ value }: ValueProps) {
  const t = useT()
  const address = String(value)
  if (key_account.test(address)) return <span className="secondary">{t('field.key_account')}</span>
  return address.includes('*') ? <>{address}</> : <a href={`mailto:${address}`}>{address}</a>
}

export const email: FieldType = { ...text, Value: EmailValue, width_px: 190 }
