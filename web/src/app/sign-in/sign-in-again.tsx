// When the session ends while somebody works: a dialog above the page, which stays as it is. The
// requests that were refused wait, and go out again after signing in.
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Modal, Skeleton } from 'antd'
import { ApiError, onSessionLost } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { type Session } from '@/lib/session'

interface Waiting {
  promise: Promise<void>
  resolve: () => void
  reject: (error: Error) => void
}

const loadForm = () => import('@/app/sign-in/sign-in-form')
const SignInForm = lazy(async () => ({ default: (await loadForm()).SignInForm }))
/** The form must be here before it is needed: by then another release may have taken the server's place. */
const load_after_ms = 10_000

export function SignInAgain({ children }: { children: ReactNode }) {
  const t = useT()
  const client = useQueryClient()
  const waiting = useRef<Waiting | null>(null)
  const [before, setBefore] = useState<Session | null>(null)

  useEffect(() => {
    onSessionLost(() => {
      const session = client.getQueryData<Session | null>(['session'])
      if (!session) return Promise.reject(new ApiError(401, { detail: t('sign_in.needed') }))
      waiting.current ??= newWaiting()
      setBefore(session)
      return waiting.current.promise
    })
    return () => onSessionLost(null)
  }, [client, t])

  useEffect(() => {
    const loading = setTimeout(() => void loadForm().catch(() => undefined), load_after_ms)
    return () => clearTimeout(loading)
  }, [])

  function finish(session: Session) {
    // Another person must not go on in the first one's page.
    if (before && session.user.id !== before.user.id) return location.assign('/')
    setBefore(null)
    waiting.current?.resolve()
    waiting.current = null
  }

  return (
    <>
      {children}
      <Modal
        open={before !== null}
        title={t('sign_in.ended')}
        footer={null}
        closable={false}
        mask={{ closable: false }}
        keyboard={false}
        zIndex={2000}
        destroyOnHidden
      >
        <p className="secondary">{t('sign_in.ended_note')}</p>
        <Suspense fallback={<Skeleton active />}>
          <SignInForm email={before?.user.email} onDone={finish} />
        </Suspense>
        <Button type="link" block onClick={() => location.assign('/login')}>
          {t('sign_in.other_user')}
        </Button>
      </Modal>
    </>
  )
}

function newWaiting(): Waiting {
  let resolve = () => {}
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<void>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
