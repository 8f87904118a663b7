// Postal addresses. A condition names a part of one: address.city.
import { present, type FieldType } from '@/fields/field-type'
import { AddressInput } from '@/fields/address/address-input'
import { AddressValue } from '@/fields/address/address-value'
import { TextFilter } from '@/fields/text/text-filter'

export const address: FieldType = {
  Value: AddressValue,
  Input: AddressInput,
  Filter: TextFilter,
  operators: present,
  width_px: 240,
  isWide: true,
}
