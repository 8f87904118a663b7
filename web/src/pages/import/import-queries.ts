// Asking the server about imports. While one is under way it is asked again each second, besides
// listening to the server's events, which a proxy may swallow.
import { useEffect } from 'react'
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api'
import { isUnderWay, type CheckAnswer, type Import, type Plan, type Preview } from '@/pages/import/import-types'

const poll_ms = 1000

export function useImports() {
  return useQuery({
    queryKey: ['imports'],
    queryFn: async () => (await api.get<{ items: Import[] }>('/imports')).items,
    refetchInterval: ({ state }) => (state.data?.some((item) => isUnderWay(item.state)) ? poll_ms : false),
  })
}

export function useImport(id: string) {
  const client = useQueryClient()
  useEffect(() => {
    function hear(event: Event) {
      const heard = parsed((event as CustomEvent<string>).detail)
      if (heard?.id === id) client.setQueryData(['imports', id], heard)
    }
    window.addEventListener('juan:import', hear)
    return () => window.removeEventListener('juan:import', hear)
  }, [client, id])
  return useQuery({
    queryKey: ['imports', id],
    queryFn: () => api.get<Import>(`/imports/${id}`),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.state) ? poll_ms : false),
  })
}

function parsed(text: string): Import | undefined {
  try {
    return JSON.parse(text) as Import
  } catch {
    return undefined
  }
}

/** The preview is that of the object it proposes, too: accepting the proposal need not ask again. */
export function keepPreview(client: QueryClient, id: string, preview: Preview): void {
  client.setQueryData(['import-preview', id, preview.object], preview)
}

/** Without an object the server proposes one. */
export function usePreview(id: string, object: string | undefined) {
  const client = useQueryClient()
  return useQuery({
    queryKey: ['import-preview', id, object ?? ''],
    queryFn: async () => {
      const preview = await api.get<Preview>(`/imports/${id}/preview`, { query: { object } })
      keepPreview(client, id, preview)
      return preview
    },
    staleTime: Infinity,
  })
}

export function useCheck(id: string, plan: Plan) {
  return useQuery({
    queryKey: ['import-check', id, plan],
    queryFn: ({ signal }) => api.post<CheckAnswer>(`/imports/${id}/check`, plan, { signal }),
    staleTime: Infinity,
    retry: false,
  })
}
