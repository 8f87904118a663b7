// Which objects link to a record, and their first records that do.
import { useQueries } from '@tanstack/react-query'
import { formatLiteral } from '@/lib/filter/format'
import { useObjects, valueType, type Field, type ObjectDeclaration } from '@/lib/objects'
import { listRecords, type RecordList } from '@/lib/records'

const shown_max = 20

export interface Relation {
  object: ObjectDeclaration
  link: Field
  filter: string
  list: RecordList | undefined
  error: Error | null
}

export function useRelations(target: ObjectDeclaration, id: string): Relation[] {
  const { data: objects = [] } = useObjects()
  const links = objects
    .filter((object) => object.rights.read && object.menu)
    .flatMap((object) =>
      object.fields.filter((field) => isLinkTo(field, target.name)).map((link) => ({ object, link })),
    )
    .map((found) => ({ ...found, filter: filterOf(found.link, id) }))
  const answers = useQueries({
    queries: links.map(({ object, filter }) => ({
      queryKey: ['records', object.name, 'related', filter],
      queryFn: () => listRecords(object.name, { filter, order_by: object.order ?? undefined, page_size: shown_max }),
    })),
  })
  return links.map((found, index) => ({ ...found, list: answers[index]?.data, error: answers[index]?.error ?? null }))
}

function isLinkTo(field: Field, target: string): boolean {
  const isLink = ['link', 'links'].includes(valueType(field))
  return (
    isLink && field.to === target && !['created_by', 'updated_by'].includes(field.name) && field.filterable !== false
  )
}

function filterOf(link: Field, id: string): string {
  return valueType(link) === 'links' ? `${link.name}:${formatLiteral(id)}` : `${link.name} = ${formatLiteral(id)}`
}
