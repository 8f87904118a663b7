// Changing one's own password: the one in use, then the new one.
import { useState } from 'react'
import { Button, Form, Input } from 'antd'
import { useSecuritySettings } from '@/record/account/account'
import { PasswordFields, type NewPassword } from '@/record/account/password-fields'
import { api } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { ErrorBox } from '@/ui/error-box'
import '@/record/account/words/words'

interface Values extends NewPassword {
  current: string
}

export function PasswordForm({ onDone }: { onDone: () => void }) {
  const t = useT()
  const [form] = Form.useForm<Values>()
  const settings = useSecuritySettings()
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)

  async function submit({ current, password }: Values) {
    setIsBusy(true)
    setError(undefined)
    try {
      await api.post('/account/password', { current, new: password })
      form.resetFields()
      onDone()
    } catch (failure) {
      setError(failure)
    } finally {
      setIsBusy(false)
    }
  }

  return (
    <Form<Values> form={form} layout="vertical" onFinish={submit} requiredMark={false}>
      {error !== undefined && (
        <Form.Item>
          <ErrorBox error={error} />
        </Form.Item>
      )}
      <Form.Item
        name="current"
        label={t('password.current')}
        rules={[{ required: true, message: t('sign_in.password_needed') }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <PasswordFields profile={settings.data?.password_profile} />
      <Button type="primary" htmlType="submit" loading={isBusy}>
        {t('password.change')}
      </Button>
    </Form>
  )
}
