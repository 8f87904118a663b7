// An address in one line.
import type { ValueProps } from '@/fields/field-type'
import { formatAddress, type Address } from '@/lib/format'

export function AddressValue({ value }: ValueProps) {
  return <>{typeof value === 'string' ? value : formatAddress(value as Address)}</>
}
