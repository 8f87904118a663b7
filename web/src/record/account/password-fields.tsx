// A new password, twice, with its rules beside it as sentences.
import { Form, Input } from 'antd'
import { useT } from '@/lib/i18n'
import '@/record/account/words/words'

export interface NewPassword {
  password: string
  again: string
}

const length_min = 8

interface Props {
  profile?: 'default' | 'dengbao3'
}

export function PasswordFields({ profile }: Props) {
  const t = useT()
  const rules = profile === 'dengbao3' ? ['length', 'kinds', 'history', 'common'] : ['length', 'common', 'long']
  return (
    <>
      <Form.Item
        name="password"
        label={t('password.new')}
        extra={
          <ul className="password-rules">
            {rules.map((rule) => (
              <li key={rule}>{t(`password.rule.${rule}`, { length: length_min })}</li>
            ))}
          </ul>
        }
        rules={[{ required: true, min: length_min, message: t('password.rule.length', { length: length_min }) }]}
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
    </>
  )
}
