// The shares of a record as the server keeps them.
import { useQuery } from '@tanstack/react-query'
import { api } from '@/lib/api'

export interface Share {
  id: string
  to: { id: string; name: string; kind: 'user' | 'team' }
  verb: 'read' | 'edit'
  until: string | null
  by: { id: string; name: string }
  at: string
}

export function sharesPath(object: string, id: string): string {
  return `/${object}/${id}/shares`
}

export function useShares(object: string, id: string) {
  return useQuery({
    queryKey: ['shares', object, id],
    queryFn: () => api.get<{ items: Share[] }>(sharesPath(object, id)),
    retry: false,
  })
}
