// Takes a file by dropping or choosing it and sends it, with progress. The file is not read into
// memory, so its size does not matter.
import { useRef, useState } from 'react'
import { InboxOutlined } from '@ant-design/icons'
import { Button, Progress, Upload } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { keepPreview } from '@/pages/import/import-queries'
import type { Import, Preview } from '@/pages/import/import-types'
import { api } from '@/lib/api'
import { formatBytes, formatDuration } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { upload } from '@/lib/upload'
import { ErrorBox } from '@/ui/error-box'

interface Sending {
  file: File
  bytes_sent: number
  started_ms: number
  now_ms: number
}

export function DropZone() {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [sending, setSending] = useState<Sending | null>(null)
  const [failure, setFailure] = useState<{ error: unknown; file: File } | null>(null)
  const abort = useRef<AbortController | null>(null)

  async function send(file: File) {
    const started_ms = Date.now()
    abort.current = new AbortController()
    setFailure(null)
    setSending({ file, bytes_sent: 0, started_ms, now_ms: started_ms })
    try {
      // A session that has ended is renewed before gigabytes travel, not after.
      await api.get('/session')
      const answer = await upload<{ import: Import; preview: Preview }>('/imports', file, {
        query: { name: file.name },
        signal: abort.current.signal,
        onProgress: (bytes_sent) => setSending({ file, bytes_sent, started_ms, now_ms: Date.now() }),
      })
      client.setQueryData(['imports', answer.import.id], answer.import)
      client.setQueryData(['import-preview', answer.import.id, ''], answer.preview)
      keepPreview(client, answer.import.id, answer.preview)
      void client.invalidateQueries({ queryKey: ['imports'], exact: true })
      await navigate(`/import/${answer.import.id}`)
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) setFailure({ error, file })
    } finally {
      setSending(null)
    }
  }

  return (
    <section className="stack" aria-label={t('import.drop')}>
      {failure && (
        <ErrorBox
          about={t('import.not_uploaded', { name: failure.file.name })}
          error={failure.error}
          onRetry={() => void send(failure.file)}
        />
      )}
      {sending ? (
        <SendingPanel sending={sending} onCancel={() => abort.current?.abort()} />
      ) : (
        <Upload.Dragger
          multiple={false}
          showUploadList={false}
          beforeUpload={(file) => {
            void send(file)
            return false
          }}
        >
          <p className="ant-upload-drag-icon">
            <InboxOutlined />
          </p>
          <p className="ant-upload-text">{t('import.drop')}</p>
          <p className="ant-upload-hint">{t('import.drop_hint')}</p>
        </Upload.Dragger>
      )}
    </section>
  )
}

function SendingPanel({ sending, onCancel }: { sending: Sending; onCancel: () => void }) {
  const t = useT()
  const { file, bytes_sent, started_ms, now_ms } = sending
  const seconds = (now_ms - started_ms) / 1000
  const rate = seconds > 0.5 ? bytes_sent / seconds : 0
  const percent = file.size ? Math.floor((100 * bytes_sent) / file.size) : 0
  return (
    <div className="panel import-sending" role="status">
      <div className="row row-wrap">
        <strong className="grow">{t('import.sending', { name: file.name })}</strong>
        <Button onClick={onCancel}>{t('action.cancel')}</Button>
      </div>
      <Progress percent={percent} status="active" aria-label={t('import.sending', { name: file.name })} />
      <span className="secondary number">
        {t('import.bytes_of', { done: formatBytes(bytes_sent), all: formatBytes(file.size) })}
        {rate > 0 &&
          ` · ${formatBytes(rate)}/s · ${t('import.eta', { time: formatDuration((file.size - bytes_sent) / rate) })}`}
        {percent === 100 && ` · ${t('import.reading')}`}
      </span>
    </div>
  )
}
