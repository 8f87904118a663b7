// What a column is called on the screen; the server calls one without a name "column 4".
import type { Column } from '@/pages/import/import-types'
import { t } from '@/lib/i18n'

export function columnName(column: Pick<Column, 'name' | 'index'>): string {
  const place = column.index + 1
  return column.name === '' || column.name === `column ${place}` ? t('import.unnamed', { place }) : column.name
}
