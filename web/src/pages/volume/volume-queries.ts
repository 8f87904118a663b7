// Reading a volume and its timeline.
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api'
import type { JuanRecord } from '@/lib/records'
import type { TimelineFilter, TimelinePage, Volume } from '@/pages/volume/volume-types'

const timeline_page_size = 50

export function useVolume(id: string) {
  return useQuery({
    queryKey: ['volume', id],
    queryFn: () => api.get<Volume>(`/customer/${id}/volume`),
  })
}

/** Puts a changed record into the volume at once, and asks for what else the change moved. */
export function useShowChange(id: string) {
  const client = useQueryClient()
  return (record: JuanRecord) => {
    client.setQueryData<Volume>(
      ['volume', id],
      (volume) => volume && { ...volume, record: { ...volume.record, ...record } },
    )
    void client.invalidateQueries({ queryKey: ['volume', id] })
    void client.invalidateQueries({ queryKey: ['timeline', id] })
  }
}

export function useTimeline(id: string, filter: TimelineFilter) {
  return useInfiniteQuery({
    queryKey: ['timeline', id, filter],
    queryFn: ({ pageParam }) =>
      api.get<TimelinePage>(`/customer/${id}/timeline`, {
        query: { ...filter, before: pageParam, limit: timeline_page_size },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    placeholderData: keepPreviousData,
  })
}

export interface Similar {
  id: string
  title: string
  matched: string[]
}

/** Others who may be the same customer. A masked phone is not compared: the stars match nobody. */
export function useSimilar({ id, name, phone, masked }: JuanRecord) {
  const query = { name: name as string | null, phone: masked?.includes('phone') ? null : (phone as string | null) }
  return useQuery({
    queryKey: ['records', 'customer', 'similar', id, query],
    queryFn: async () => {
      const answer = await api.get<{ items: Similar[] }>('/customer/similar', { query: { ...query, id } })
      return answer.items.filter((item) => item.id !== id)
    },
    enabled: Boolean(query.name || query.phone),
  })
}
