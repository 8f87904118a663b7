// A failed page as a whole: calm when the server does not have this part, the sentence otherwise.
import { isUnknownRoute } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { EmptyState } from '@/ui/empty-state'
import { ErrorBox } from '@/ui/error-box'

interface Props {
  error: unknown
  onRetry?: () => void
}

export function PartFailed({ error, onRetry }: Props) {
  const t = useT()
  if (isUnknownRoute(error)) return <EmptyState text={t('error.part_missing')} />
  return <ErrorBox error={error} onRetry={onRetry} />
}
