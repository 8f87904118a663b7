// Setting up the second factor: a picture to scan, the code that proves it was scanned, then the recovery
// codes, which are shown once.
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, QRCode, Skeleton, Steps, Typography } from 'antd'
import { RecoveryCodes } from '@/record/account/recovery-codes'
import { api } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { ErrorBox } from '@/ui/error-box'
import '@/record/account/account.css'
import '@/record/account/words/words'

const picture_px = 176

export function SecondFactorSetup({ onDone }: { onDone: () => void }) {
  const t = useT()
  const [codes, setCodes] = useState<string[] | null>(null)
  // A new secret for every time it is begun; the server keeps it only once it is proven.
  const secret = useQuery({
    queryKey: ['second-factor', 'secret'],
    queryFn: () => api.post<{ secret: string; uri: string }>('/account/second-factor', {}),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  })
  const place = codes ? 1 : 0
  return (
    <div className="stack">
      <Steps
        size="small"
        current={place}
        items={[{ title: t('second_factor.step_scan') }, { title: t('second_factor.step_keep') }]}
      />
      {secret.error && <ErrorBox error={secret.error} onRetry={() => void secret.refetch()} />}
      {!codes && secret.isPending && <Skeleton active />}
      {!codes && secret.data && (
        <>
          <Typography.Text>{t('second_factor.scan_note')}</Typography.Text>
          <div className="second-factor-scan">
            <QRCode value={secret.data.uri} type="svg" size={picture_px} color="#000000" bgColor="#ffffff" />
            <div className="grow">
              <div className="secondary">{t('second_factor.by_hand')}</div>
              <Typography.Text code copyable={{ text: secret.data.secret }} className="second-factor-secret">
                {secret.data.secret.replace(/(.{4})(?=.)/g, '$1 ')}
              </Typography.Text>
            </div>
          </div>
          <CodeForm onCodes={setCodes} />
        </>
      )}
      {codes && <RecoveryCodes codes={codes} onDone={onDone} />}
    </div>
  )
}

function CodeForm({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const t = useT()
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)

  async function submit({ code }: { code: string }) {
    setIsBusy(true)
    setError(undefined)
    try {
      const answer = await api.put<{ recovery_codes: string[] }>('/account/second-factor', {
        code: code.replace(/\s/g, ''),
      })
      onCodes(answer.recovery_codes)
    } catch (failure) {
      setError(failure)
    } finally {
      setIsBusy(false)
    }
  }

  return (
    <Form layout="vertical" onFinish={submit} requiredMark={false}>
      {error !== undefined && (
        <Form.Item>
          <ErrorBox error={error} />
        </Form.Item>
      )}
      <Form.Item
        name="code"
        label={t('second_factor.code')}
        rules={[{ required: true, message: t('sign_in.code_needed') }]}
      >
        <Input inputMode="numeric" autoComplete="one-time-code" maxLength={7} size="large" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={isBusy}>
        {t('second_factor.confirm')}
      </Button>
    </Form>
  )
}
