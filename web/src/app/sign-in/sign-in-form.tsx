// E-mail and password, then the code of the second factor where the account has one; used by the sign-in
// page and by the dialog of a session that ended.
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useT } from '@/lib/i18n'
import { ApiError } from '@/lib/api'
import {
  completeSession,
  firstStepOf,
  second_factor_needed,
  signIn,
  type Credentials,
  type Session,
} from '@/lib/session'
import { ErrorBox } from '@/ui/error-box'

interface Props {
  email?: string
  /** The password was given elsewhere; only the second factor is asked for. */
  isHalfway?: boolean
  onDone: (session: Session) => void
}

type Step = 'password' | 'code' | 'recovery_code'

export function SignInForm({ email, isHalfway, onDone }: Props) {
  const t = useT()
  const client = useQueryClient()
  const [form] = Form.useForm<Credentials>()
  const [step, setStep] = useState<Step>(isHalfway ? 'code' : 'password')
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)

  async function submit() {
    setIsBusy(true)
    setError(undefined)
    const values = form.getFieldsValue(true) as Credentials
    try {
      const second = step === 'password' ? {} : { [step]: (values[step] ?? '').trim() }
      const session = isHalfway
        ? await completeSession(client, second)
        : await signIn(client, { email: values.email.trim(), password: values.password, ...second })
      const first_step = firstStepOf(session)
      if (first_step) location.assign(first_step)
      else onDone(session)
    } catch (failure) {
      const first_step = firstStepOf(failure)
      const isAsked = failure instanceof ApiError && failure.code === second_factor_needed
      if (isAsked && step === 'password') setStep('code')
      else if (first_step) location.assign(first_step)
      else setError(failure)
    } finally {
      setIsBusy(false)
    }
  }

  function go(next: Step) {
    setError(undefined)
    setStep(next)
  }

  return (
    <Form form={form} layout="vertical" initialValues={{ email }} onFinish={submit} requiredMark={false}>
      {error !== undefined && (
        <Form.Item>
          <ErrorBox error={error} />
        </Form.Item>
      )}
      {step === 'password' ? <PasswordFields hasEmail={Boolean(email)} /> : <SecondField key={step} step={step} />}
      <Button type="primary" htmlType="submit" block size="large" loading={isBusy}>
        {t('sign_in.submit')}
      </Button>
      {step !== 'password' && (
        <div className="row row-wrap" style={{ justifyContent: 'space-between', marginTop: 8 }}>
          <Button type="link" onClick={() => (isHalfway ? location.assign('/login') : go('password'))}>
            {t('sign_in.other_user')}
          </Button>
          <Button type="link" onClick={() => go(step === 'code' ? 'recovery_code' : 'code')}>
            {t(step === 'code' ? 'sign_in.use_recovery' : 'sign_in.use_code')}
          </Button>
        </div>
      )}
    </Form>
  )
}

function PasswordFields({ hasEmail }: { hasEmail: boolean }) {
  const t = useT()
  return (
    <>
      <Form.Item
        name="email"
        label={t('sign_in.email')}
        rules={[{ required: true, message: t('sign_in.email_needed') }]}
      >
        <Input type="email" autoComplete="username" autoFocus={!hasEmail} size="large" />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('sign_in.password')}
        rules={[{ required: true, message: t('sign_in.password_needed') }]}
      >
        <Input.Password autoComplete="current-password" autoFocus={hasEmail} size="large" />
      </Form.Item>
    </>
  )
}

function SecondField({ step }: { step: 'code' | 'recovery_code' }) {
  const t = useT()
  return (
    <Form.Item
      name={step}
      label={t(`sign_in.${step}`)}
      extra={t(`sign_in.${step}_note`)}
      rules={[{ required: true, message: t(`sign_in.${step}_needed`) }]}
    >
      <Input
        size="large"
        autoFocus
        autoComplete={step === 'code' ? 'one-time-code' : 'off'}
        inputMode={step === 'code' ? 'numeric' : 'text'}
        maxLength={step === 'code' ? 7 : 40}
      />
    </Form.Item>
  )
}
