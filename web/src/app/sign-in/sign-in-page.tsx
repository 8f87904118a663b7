// The page where people sign in; goes back to where they wanted to be.
import { useEffect } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { Entrance } from '@/app/sign-in/entrance'
import { ProviderProblem, Providers } from '@/app/sign-in/providers'
import { SignInForm } from '@/app/sign-in/sign-in-form'
import { useT } from '@/lib/i18n'

export default function SignInPage() {
  const t = useT()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  useEffect(() => {
    document.title = `${t('sign_in.title')} · Juan 卷`
  }, [t])
  return (
    <Entrance title={t('sign_in.title')}>
      <ProviderProblem />
      <SignInForm
        isHalfway={search.get('needs') === 'code'}
        onDone={() => void navigate(safeBack(search.get('back')), { replace: true })}
      />
      <Providers page={safeBack(search.get('back'))} />
    </Entrance>
  )
}

/** Only an address of our own: "//elsewhere" would leave the site. */
function safeBack(back: string | null): string {
  return back && /^\/[^/\\]/.test(back) ? back : '/'
}
