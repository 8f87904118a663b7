// The records a link may point to, found while typing.
import { useQuery } from '@tanstack/react-query'
import { useObject, type Field } from '@/lib/objects'
import { listRecords, type Titles } from '@/lib/records'
import { useLate } from '@/lib/use-late'

const typing_pause_ms = 200
const offered_max = 20

export interface LinkOption {
  value: string
  label: string
  /** Tells namesakes apart. */
  note?: string
}

export function useLinkOptions(field: Field, text: string, isOpen: boolean) {
  const target = useObject(field.to ?? undefined)
  const q = useLate(text.trim(), typing_pause_ms)
  return useQuery({
    queryKey: ['records', field.to, 'options', q],
    queryFn: async ({ signal }) => {
      const list = await listRecords(field.to as string, { q, page_size: offered_max }, signal)
      return list.items.map((record) => optionOf(record, target?.title ?? 'name', list.titles))
    },
    enabled: isOpen && Boolean(target),
  })
}

function optionOf(record: Record<string, unknown> & { id: string }, title: string, titles: Titles): LinkOption {
  const shown = record[title]
  const label = typeof shown === 'string' ? (titles[shown] ?? shown) : record.id
  const note = [record.phone, record.code, record.number, record.email].find(
    (value) => typeof value === 'string' && value !== shown,
  )
  return { value: record.id, label, note: note as string | undefined }
}
