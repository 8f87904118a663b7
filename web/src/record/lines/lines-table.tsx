// The lines of a record, to read.
import { Typography } from 'antd'
import { MiniTable } from '@/record/mini-table'
import { lineFields } from '@/record/lines/line-fields'
import type { LineObject } from '@/record/lines/use-line-object'
import { formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { pluralLabel } from '@/lib/objects'
import type { JuanRecord, Titles } from '@/lib/records'

interface Props extends LineObject {
  record: JuanRecord
  titles: Titles
}

export function LinesTable({ child, link, record, titles }: Props) {
  const t = useT()
  const lines = record.lines ?? []
  const total = record.lines_total ?? lines.length
  return (
    <section className="panel" aria-label={pluralLabel(child)}>
      <Typography.Title level={5} style={{ marginTop: 0 }}>
        {pluralLabel(child)}
      </Typography.Title>
      <MiniTable
        object={child}
        items={lines}
        titles={titles}
        paths={lineFields(child, link).map((field) => field.name)}
      />
      {total > lines.length && (
        <p className="secondary">
          {t('lines.more', { total: formatNumber(total), shown: formatNumber(lines.length) })}
        </p>
      )}
    </section>
  )
}
