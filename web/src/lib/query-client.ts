// The cache of what the server said, and its habits.
import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '@/lib/api'

/** Only failures that may pass by themselves are tried again. */
function worthRetrying(count: number, error: Error): boolean {
  if (!(error instanceof ApiError)) return false
  return count < 2 && (error.status === 0 || error.status === 502 || error.status === 503)
}

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 15_000, retry: worthRetrying, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  })
}
