// Listens to what changes on the server and marks the screens that show it as old. Other code hears
// imports and analyses by the window events "juan:import" and "juan:analysis".
import { useEffect } from 'react'
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { address } from '@/lib/api'
import { refreshObject } from '@/lib/records'
import { useSessionQuery } from '@/lib/session'

/** An import changes thousands of records a second; the screens need not follow each of them. */
const gather_ms = 1_500
const reopen_after_ms = 15_000

export function ChangeStream() {
  const client = useQueryClient()
  const userId = useSessionQuery().data?.user.id
  useEffect(() => (userId && typeof EventSource !== 'undefined' ? listen(client) : undefined), [client, userId])
  return null
}

/** Returns how to stop. */
function listen(client: QueryClient): () => void {
  const changed = new Set<string>()
  let stream: EventSource | undefined
  let reopening: ReturnType<typeof setTimeout> | undefined

  const gathering = setInterval(() => {
    changed.forEach((object) => refreshObject(client, object))
    changed.clear()
  }, gather_ms)

  function open() {
    clearTimeout(reopening)
    stream?.close()
    stream = new EventSource(address('/changes'))
    stream.addEventListener('change', (event) => changed.add(objectOf(event.data)))
    for (const kind of ['import', 'analysis']) {
      stream.addEventListener(kind, (event) => {
        void client.invalidateQueries({ queryKey: [kind === 'import' ? 'imports' : 'analysis'] })
        window.dispatchEvent(new CustomEvent(`juan:${kind}`, { detail: event.data }))
      })
    }
    // The browser tries again by itself, except when the server refused: the session may have ended.
    stream.addEventListener('error', () => {
      if (stream?.readyState === EventSource.CLOSED) reopening = setTimeout(open, reopen_after_ms)
    })
  }

  function close() {
    clearTimeout(reopening)
    stream?.close()
  }

  // A browser keeps few connections to one server: tabs in the background must not hold them all.
  function follow() {
    if (document.hidden) return close()
    open()
    void client.invalidateQueries()
  }

  if (!document.hidden) open()
  document.addEventListener('visibilitychange', follow)
  return () => {
    document.removeEventListener('visibilitychange', follow)
    clearInterval(gathering)
    close()
  }
}

function objectOf(data: string): string {
  try {
    return (JSON.parse(data) as { object?: string }).object ?? ''
  } catch {
    return ''
  }
}
