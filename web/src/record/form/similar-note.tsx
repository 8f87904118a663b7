// "2 similar": while a name or phone is typed in, the records that look like the same one.
import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { api } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { useLate } from '@/lib/use-late'

const typing_pause_ms = 400
const length_min = 2

interface Similar {
  items: { id: string; title: string; matched: string[] }[]
  count: number
}

interface Props {
  object: string
  field: string
  value: unknown
  ownId?: string
}

export function SimilarNote({ object, field, value, ownId }: Props) {
  const t = useT()
  const text = useLate(typeof value === 'string' ? value.trim() : '', typing_pause_ms)
  const { data } = useQuery({
    queryKey: ['similar', object, field, text],
    queryFn: ({ signal }) => api.get<Similar>(`/${object}/similar`, { query: { [field]: text }, signal }),
    enabled: text.length >= length_min && !text.includes('*'),
  })
  const others = data?.items.filter((item) => item.id !== ownId) ?? []
  if (others.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      style={{ marginTop: 4 }}
      title={
        <>
          {t('form.similar', {
            count: Math.max(others.length, (data?.count ?? 0) - (others.length < (data?.items.length ?? 0) ? 1 : 0)),
          })}{' '}
          {others.map((item) => (
            <a key={item.id} href={`/${object}/${item.id}`} target="_blank" rel="noopener" style={{ marginRight: 8 }}>
              {item.title}
            </a>
          ))}
        </>
      }
    />
  )
}
