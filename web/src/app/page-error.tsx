// What a page shows when drawing it failed: the sentence, the request's id, a way to go on. A page
// whose code was replaced by a newer release is loaded anew once.
import { useEffect } from 'react'
import { Button, Space } from 'antd'
import { useRouteError } from 'react-router'
import { ApiError } from '@/lib/api'
import { t, useT } from '@/lib/i18n'
import { ErrorBox, sentenceOf } from '@/ui/error-box'

const reloaded_key = 'juan.reloaded_at'
const again_after_ms = 60_000

/** A fault of the program says nothing to people by itself; a refusal of the server does. */
function explained(error: unknown): unknown {
  return error instanceof ApiError ? error : new Error(t('error.program', { message: sentenceOf(error) }))
}

export function PageError() {
  const error = useRouteError()
  const words = useT()
  const isStale = /dynamically imported module|module script/i.test(sentenceOf(error))
  useEffect(() => {
    console.error(error)
    const last = Number(sessionStorage.getItem(reloaded_key) ?? 0)
    if (!isStale || Date.now() - last < again_after_ms) return
    sessionStorage.setItem(reloaded_key, String(Date.now()))
    location.reload()
  }, [error, isStale])
  return (
    <div className="page stack">
      <h1 className="section-title">{words('error.page_broke')}</h1>
      <ErrorBox error={isStale ? new Error(words('error.stale')) : explained(error)} />
      <Space>
        <Button type="primary" onClick={() => location.reload()}>
          {words('action.reload')}
        </Button>
        <Button onClick={() => location.assign('/')}>{words('action.home')}</Button>
      </Space>
      {error instanceof Error && error.stack && (
        <details className="secondary">
          <summary>{words('error.technical')}</summary>
          <pre className="error-stack">{error.stack}</pre>
        </details>
      )}
    </div>
  )
}
