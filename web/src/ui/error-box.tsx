// A failure as a sentence: what happened, the findings, the request's id, and a way to try again.
import { Alert, Button } from 'antd'
import { ApiError } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { CopyButton } from '@/ui/copy-button'

interface Props {
  error: unknown
  /** Says what it was that failed, before the reason. */
  about?: string
  onRetry?: () => void
}

export function ErrorBox({ error, about, onRetry }: Props) {
  const t = useT()
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={about ? `${about}${sentenceOf(error)}` : sentenceOf(error)}
      description={<Details error={error} />}
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {t('action.retry')}
          </Button>
        )
      }
    />
  )
}

/** The sentence of any thrown thing. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Error && error.message) return error.message
  return String(error)
}

function Details({ error }: { error: unknown }) {
  const t = useT()
  if (!(error instanceof ApiError)) return null
  const findings = error.findings.filter((finding) => finding.detail !== error.message)
  return (
    <>
      {findings.map((finding, index) => (
        <div key={index}>{finding.detail}</div>
      ))}
      {error.id && (
        <span className="secondary">
          {t('error.id', { id: error.id })} <CopyButton text={error.id} />
        </span>
      )}
    </>
  )
}
