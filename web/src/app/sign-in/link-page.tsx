// The page behind an invitation or a link for a new password: shows whose it is, takes the password.
import { useEffect, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Result, Typography } from 'antd'
import { Link, useParams } from 'react-router'
import { Entrance } from '@/app/sign-in/entrance'
import { PasswordFields, type NewPassword } from '@/record/account/password-fields'
import { api } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { ErrorBox } from '@/ui/error-box'
import { PageSkeleton } from '@/ui/page-skeleton'
import '@/record/account/words/words'

interface LinkInfo {
  kind: 'invite' | 'reset'
  name: string
  email: string
}

export default function LinkPage() {
  const t = useT()
  const { token = '' } = useParams()
  const path = `/link/${encodeURIComponent(token)}`
  const [isDone, setIsDone] = useState(false)
  const link = useQuery({
    queryKey: ['link', token],
    queryFn: () => api.get<LinkInfo>(path, { anonymous: true }),
    retry: false,
    refetchOnWindowFocus: false,
  })
  const kind = link.data?.kind ?? 'reset'
  const title = t(`link_page.${kind}`)
  useEffect(() => {
    document.title = `${title} · Juan 卷`
  }, [title])
  if (link.isPending) return <PageSkeleton />
  if (isDone) {
    return (
      <Entrance title={title}>
        <Result
          status="success"
          title={t('link_page.done')}
          extra={
            <Link to="/login">
              <Button type="primary">{t('sign_in.title')}</Button>
            </Link>
          }
        />
      </Entrance>
    )
  }
  return (
    <Entrance title={title}>
      {link.data ? (
        <SetPassword path={path} info={link.data} onDone={() => setIsDone(true)} />
      ) : (
        <div className="stack">
          <ErrorBox error={link.error} />
          <Typography.Text type="secondary">{t('link_page.ask_again')}</Typography.Text>
          <Link to="/login">{t('sign_in.title')}</Link>
        </div>
      )}
    </Entrance>
  )
}

function SetPassword({ path, info, onDone }: { path: string; info: LinkInfo; onDone: () => void }) {
  const t = useT()
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)

  async function submit({ password }: NewPassword) {
    setIsBusy(true)
    setError(undefined)
    try {
      await api.post(path, { password }, { anonymous: true })
      onDone()
    } catch (failure) {
      setError(failure)
    } finally {
      setIsBusy(false)
    }
  }

  return (
    <Form<NewPassword> layout="vertical" onFinish={submit} requiredMark={false}>
      <Typography.Paragraph type="secondary">
        {t(`link_page.${info.kind}_note`, { name: info.name })}
      </Typography.Paragraph>
      {error !== undefined && (
        <Form.Item>
          <ErrorBox error={error} />
        </Form.Item>
      )}
      <Form.Item label={t('sign_in.email')}>
        <Input value={info.email} readOnly autoComplete="username" />
      </Form.Item>
      <PasswordFields />
      <Button type="primary" htmlType="submit" block size="large" loading={isBusy}>
        {t('link_page.save')}
      </Button>
    </Form>
  )
}
