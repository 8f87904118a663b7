// The lines of a record as a table to type in: add, change, remove; Enter in the last line adds one.
import { PlusOutlined } from '@ant-design/icons'
import { Button, Typography } from 'antd'
import { LineRow } from '@/record/lines/line-row'
import { newLine, type LineDraft } from '@/record/lines/line-draft'
import { lineFields } from '@/record/lines/line-fields'
import type { LineObject } from '@/record/lines/use-line-object'
import { useT } from '@/lib/i18n'
import { fieldLabel, pluralLabel } from '@/lib/objects'
import type { Titles } from '@/lib/records'

/** Stands there until somebody types. */
const first: LineDraft = { key: 'first', values: {} }

interface Props extends LineObject {
  lines: LineDraft[]
  titles: Titles
  onChange: (lines: LineDraft[]) => void
}

export function LinesEditor({ child, link, lines, titles, onChange }: Props) {
  const t = useT()
  const fields = lineFields(child, link)
  const shown = lines.length > 0 ? lines : [first]
  const replace = (line: LineDraft) => onChange(shown.map((one) => (one.key === line.key ? line : one)))
  const add = () => onChange([...shown, newLine(shown.length)])

  return (
    <section aria-label={pluralLabel(child)} style={{ marginBottom: 12 }}>
      <Typography.Title level={5}>{pluralLabel(child)}</Typography.Title>
      <div className="lines-scroll">
        <table className="lines-table">
          <thead>
            <tr>
              {fields.map((field) => (
                <th key={field.name} scope="col">
                  {fieldLabel(field)}
                  {field.required && <span aria-hidden> *</span>}
                </th>
              ))}
              <th>
                <span className="visually-hidden">{t('action.remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((line, index) => (
              <LineRow
                key={line.key}
                fields={fields}
                line={line}
                titles={titles}
                place={index + 1}
                onChange={replace}
                onRemove={() => onChange(shown.filter((one) => one.key !== line.key))}
                onEnter={index === shown.length - 1 ? add : undefined}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Button size="small" icon={<PlusOutlined />} onClick={add}>
        {t('lines.add')}
      </Button>
    </section>
  )
}
