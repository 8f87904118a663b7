// Titles of the records that given values point to, asked for one by one; for forms that begin with a
// link ("new order of this customer").
import { useQueries } from '@tanstack/react-query'
import { recordTitle } from '@/record/record-title'
import { findField, useObjects, valueType, type ObjectDeclaration } from '@/lib/objects'
import { getRecord, type Titles } from '@/lib/records'

export function useLinkedTitles(object: ObjectDeclaration, values: Record<string, unknown>): Titles {
  const { data: objects = [] } = useObjects()
  const links = Object.entries(values).flatMap(([name, id]) => {
    const field = findField(object, name)
    const target = objects.find((candidate) => candidate.name === field?.to)
    return field && target && valueType(field) === 'link' && typeof id === 'string' ? [{ target, id }] : []
  })
  const answers = useQueries({
    queries: links.map(({ target, id }) => ({
      queryKey: ['record', target.name, id],
      queryFn: () => getRecord(target.name, id),
    })),
  })
  return Object.fromEntries(
    links.flatMap(({ target, id }, index) => {
      const answer = answers[index]?.data
      return answer ? [[id, recordTitle(target, answer.record, answer.titles)]] : []
    }),
  )
}
