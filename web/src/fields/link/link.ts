// Links to one record, or to several.
import { present, type FieldType } from '@/fields/field-type'
import { LinkFilter } from '@/fields/link/link-filter'
import { LinkInput } from '@/fields/link/link-input'
import { LinkValue } from '@/fields/link/link-value'

export const link: FieldType = {
  Value: LinkValue,
  Input: LinkInput,
  Filter: LinkFilter,
  operators: ['=', '!=', ...present],
  width_px: 150,
}

export const links: FieldType = { ...link, operators: ['has', 'not_has', ...present] }
