// The ways to sign in with the account of a company: a button for each identity provider, when there is one, and what
// went wrong when one sent back somebody who was not signed in.
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Divider } from 'antd'
import { useSearchParams } from 'react-router'
import { address, api } from '@/lib/api'
import { useT } from '@/lib/i18n'

interface Answer {
  items: { id: string; name: string }[]
  problem: string | null
}

function useProviders() {
  const [search] = useSearchParams()
  const asked = new URLSearchParams()
  for (const name of ['problem', 'provider']) asked.set(name, search.get(name) ?? '')
  return useQuery({
    queryKey: ['providers', asked.toString()],
    queryFn: () => api.get<Answer>(`/session/providers?${asked}`, { anonymous: true }),
    retry: false,
    staleTime: Infinity,
  }).data
}

export function ProviderProblem() {
  const problem = useProviders()?.problem
  return problem ? <Alert type="error" showIcon role="alert" title={problem} style={{ marginBottom: 16 }} /> : null
}

export function Providers({ page }: { page: string }) {
  const t = useT()
  const items = useProviders()?.items ?? []
  if (items.length === 0) return null
  return (
    <>
      <Divider plain>{t('sign_in.or')}</Divider>
      <div className="stack">
        {items.map((provider) => (
          <Button
            key={provider.id}
            block
            size="large"
            href={address(`/session/oidc/${encodeURIComponent(provider.id)}?page=${encodeURIComponent(page)}`)}
          >
            {t('sign_in.with', { name: provider.name })}
          </Button>
        ))}
      </div>
    </>
  )
}
