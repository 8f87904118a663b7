// The filled fields of a record as pairs of label and value.
import { isEmpty } from '@/fields/field-type'
import { FieldValue } from '@/fields/field-value'
import type { ObjectDeclaration } from '@/lib/objects'
import { readPath, resolvePath } from '@/lib/paths'
import type { JuanRecord, Titles } from '@/lib/records'
import '@/record/card-facts.css'

interface Props {
  object: ObjectDeclaration
  record: JuanRecord
  titles: Titles
  paths: string[]
  count_max?: number
}

export function CardFacts({ object, record, titles, paths, count_max }: Props) {
  const facts = paths
    .filter((path) => !isEmpty(readPath(record, path)))
    .flatMap((path) => resolvePath(object, path) ?? [])
    .slice(0, count_max)
  return (
    <dl className="card-facts">
      {facts.map(({ path, field, label }) => (
        <div key={path}>
          <dt className="secondary">{label}</dt>
          <dd>
            <FieldValue
              field={field}
              value={readPath(record, path)}
              titles={titles}
              isMasked={record.masked?.includes(field.name)}
            />
          </dd>
        </div>
      ))}
    </dl>
  )
}
