// What the server said about a form as a whole, and findings about fields that the form does not show.
import { Alert } from 'antd'
import { fieldOf } from '@/record/form/use-record-form'
import { ApiError } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { ErrorBox } from '@/ui/error-box'

interface Props {
  error: unknown
  /** Fields that show their own findings. */
  shown: string[]
}

export function FormErrors({ error, shown }: Props) {
  const t = useT()
  if (!error) return null
  if (!(error instanceof ApiError) || error.findings.length === 0) {
    return (
      <div style={{ marginBottom: 12 }}>
        <ErrorBox error={error} />
      </div>
    )
  }
  const elsewhere = error.findings.filter((finding) => !shown.includes(fieldOf(finding) ?? ''))
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t('form.not_saved', { count: error.findings.length })}
      description={
        elsewhere.length > 0 ? elsewhere.map((finding, index) => <div key={index}>{finding.detail}</div>) : undefined
      }
      style={{ marginBottom: 12 }}
    />
  )
}
