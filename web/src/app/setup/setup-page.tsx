// The first page of a fresh server: makes the first administrator, with the token of the one-time
// link that the server printed when it started.
import { useEffect, useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Typography } from 'antd'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { Entrance } from '@/app/sign-in/entrance'
import { api, ApiError } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { keepSession, type Session } from '@/lib/session'
import { ErrorBox } from '@/ui/error-box'
import { PageSkeleton } from '@/ui/page-skeleton'

const password_length_min = 8

interface Values {
  token: string
  name: string
  email: string
  password: string
}

export default function SetupPage() {
  const t = useT()
  const setup = useQuery({
    queryKey: ['setup'],
    queryFn: () => api.get<{ needed: boolean }>('/setup', { anonymous: true }),
  })
  useEffect(() => {
    document.title = `${t('setup.title')} · Juan 卷`
  }, [t])
  if (setup.isPending) return <PageSkeleton />
  return (
    <Entrance title={t('setup.title')} note={setup.data?.needed ? t('setup.note') : undefined}>
      {setup.error && <ErrorBox error={setup.error} onRetry={() => void setup.refetch()} />}
      {setup.data?.needed === false && (
        <>
          <Typography.Paragraph>{t('setup.done_already')}</Typography.Paragraph>
          <Link to="/login">{t('sign_in.title')}</Link>
        </>
      )}
      {setup.data?.needed && <SetupForm />}
    </Entrance>
  )
}

function SetupForm() {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const [form] = Form.useForm<Values>()
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)
  const token = search.get('token') ?? ''

  async function submit(values: Values) {
    setIsBusy(true)
    setError(undefined)
    try {
      const body = { name: values.name, email: values.email.trim(), password: values.password }
      const session = await api.post<Session>('/setup', { token: token || values.token, ...body }, { anonymous: true })
      client.setQueryData(['setup'], { needed: false })
      keepSession(client, session)
      await navigate('/', { replace: true })
    } catch (failure) {
      setError(failure)
      if (failure instanceof ApiError) showFindings(failure)
    } finally {
      setIsBusy(false)
    }
  }

  function showFindings(failure: ApiError) {
    const fields = failure.findings.filter((finding) => finding.field)
    form.setFields(fields.map((finding) => ({ name: finding.field as keyof Values, errors: [finding.detail] })))
  }

  return (
    <Form form={form} layout="vertical" onFinish={submit} requiredMark={false}>
      {error !== undefined && (
        <Form.Item>
          <ErrorBox error={error} />
        </Form.Item>
      )}
      {!token && <TokenField />}
      <Form.Item name="name" label={t('setup.name')} rules={[{ required: true, message: t('setup.name_needed') }]}>
        <Input autoComplete="name" autoFocus={Boolean(token)} />
      </Form.Item>
      <Form.Item
        name="email"
        label={t('sign_in.email')}
        rules={[{ required: true, type: 'email', message: t('setup.email_needed') }]}
      >
        <Input type="email" autoComplete="username" />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('sign_in.password')}
        extra={t('setup.password_rule', { length: password_length_min })}
        rules={[
          {
            required: true,
            min: password_length_min,
            message: t('setup.password_rule', { length: password_length_min }),
          },
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('setup.password_again')}
        dependencies={['password']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === getFieldValue('password') ? Promise.resolve() : Promise.reject(new Error(t('setup.not_same'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={isBusy}>
        {t('setup.submit')}
      </Button>
    </Form>
  )
}

function TokenField() {
  const t = useT()
  return (
    <>
      <Form.Item>
        <Alert type="info" showIcon title={t('setup.no_token')} />
      </Form.Item>
      <Form.Item name="token" label={t('setup.token')} rules={[{ required: true, message: t('setup.token_needed') }]}>
        <Input autoFocus autoComplete="off" />
      </Form.Item>
    </>
  )
}
