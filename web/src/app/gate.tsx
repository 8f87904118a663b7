// Lets only signed-in people through: to the sign-in page, or on a fresh server to the first setup.
import { useQuery } from '@tanstack/react-query'
import { Navigate, useLocation } from 'react-router'
import type { ReactNode } from 'react'
import { api } from '@/lib/api'
import { firstStepOf, useSessionQuery } from '@/lib/session'
import { ErrorBox } from '@/ui/error-box'
import { PageSkeleton } from '@/ui/page-skeleton'

export function Gate({ children }: { children: ReactNode }) {
  const session = useSessionQuery()
  const location = useLocation()
  const isSignedOut = session.data === null
  const setup = useQuery({
    queryKey: ['setup'],
    queryFn: () => api.get<{ needed: boolean }>('/setup', { anonymous: true }),
    enabled: isSignedOut,
  })
  const first_step = firstStepOf(session.error ?? session.data)
  if (first_step) return <Navigate to={first_step} replace />
  if (session.error) {
    return (
      <div className="page">
        <ErrorBox error={session.error} onRetry={() => void session.refetch()} />
      </div>
    )
  }
  if (session.isPending || (isSignedOut && setup.isPending)) return <PageSkeleton />
  if (!isSignedOut) return children
  if (setup.data?.needed) return <Navigate to="/setup" replace />
  const back = location.pathname + location.search
  return <Navigate to={`/login?back=${encodeURIComponent(back)}`} replace />
}
