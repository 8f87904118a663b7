// The second factor: on or off, how many recovery codes are left, setting it up, new codes, turning it off.
import { useState } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Input, Modal, Skeleton, Tag } from 'antd'
import { getSecondFactor, type SecondFactor } from '@/record/account/account'
import { RecoveryCodes } from '@/record/account/recovery-codes'
import { SecondFactorSetup } from '@/record/account/second-factor-setup'
import { api, request } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { ErrorBox } from '@/ui/error-box'
import { PartFailed } from '@/ui/part-failed'

const few_codes = 3
type Dialog = 'setup' | 'codes' | 'remove' | null

export function FactorPanel() {
  const t = useT()
  const state = useQuery({ queryKey: ['second-factor', 'state'], queryFn: getSecondFactor, retry: false })
  return (
    <section className="panel stack">
      <h2 className="section-title">
        {t('second_factor.title')}{' '}
        {state.data && (
          <Tag color={state.data.is_on ? 'green' : undefined}>{t(state.data.is_on ? 'account.on' : 'account.off')}</Tag>
        )}
      </h2>
      {state.error && <PartFailed error={state.error} onRetry={() => void state.refetch()} />}
      {state.isPending && <Skeleton active paragraph={{ rows: 2 }} />}
      {state.data && <Factor state={state.data} />}
    </section>
  )
}

function Factor({ state }: { state: SecondFactor }) {
  const t = useT()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [dialog, setDialog] = useState<Dialog>(null)

  function close(done?: string) {
    setDialog(null)
    if (done) message.success(t(done))
    void client.invalidateQueries({ queryKey: ['second-factor', 'state'] })
  }

  return (
    <>
      <span>{t(state.is_on ? 'account.factor_on_note' : 'account.factor_off_note')}</span>
      {state.is_required && !state.is_on && <Alert type="warning" showIcon title={t('account.factor_required')} />}
      {state.is_on && (
        <span className={state.recovery_codes_left <= few_codes ? undefined : 'secondary'}>
          {t('account.codes_left', { count: state.recovery_codes_left })}
        </span>
      )}
      <div className="row row-wrap">
        {state.is_on ? (
          <>
            <Button onClick={() => setDialog('codes')}>{t('account.new_codes')}</Button>
            {!state.is_required && (
              <Button danger onClick={() => setDialog('remove')}>
                {t('account.turn_off')}
              </Button>
            )}
          </>
        ) : (
          <Button type="primary" onClick={() => setDialog('setup')}>
            {t('account.turn_on')}
          </Button>
        )}
      </div>
      <Modal
        open={dialog === 'setup'}
        title={t('second_factor.title')}
        footer={null}
        onCancel={() => close()}
        mask={{ closable: false }}
        destroyOnHidden
      >
        <SecondFactorSetup onDone={() => close('account.turned_on')} />
      </Modal>
      <NewCodes isOpen={dialog === 'codes'} onClose={() => close()} />
      <TurnOff isOpen={dialog === 'remove'} onClose={close} />
    </>
  )
}

function NewCodes({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useT()
  const [codes, setCodes] = useState<string[] | null>(null)

  function close() {
    setCodes(null)
    onClose()
  }

  return (
    <Modal
      open={isOpen}
      title={t('account.new_codes')}
      footer={null}
      onCancel={close}
      mask={{ closable: false }}
      destroyOnHidden
    >
      {codes ? (
        <RecoveryCodes codes={codes} onDone={close} />
      ) : (
        <ProofForm
          fields={['code']}
          note={t('account.new_codes_note')}
          submit={t('account.new_codes')}
          onSubmit={async ({ code }) => {
            const answer = await api.put<{ recovery_codes: string[] }>('/account/second-factor', { code })
            setCodes(answer.recovery_codes)
          }}
        />
      )}
    </Modal>
  )
}

function TurnOff({ isOpen, onClose }: { isOpen: boolean; onClose: (done?: string) => void }) {
  const t = useT()
  return (
    <Modal open={isOpen} title={t('account.turn_off')} footer={null} onCancel={() => onClose()} destroyOnHidden>
      <ProofForm
        fields={['password', 'code']}
        note={t('account.turn_off_note')}
        submit={t('account.turn_off')}
        onSubmit={async (proof) => {
          await request('DELETE', '/account/second-factor', proof)
          onClose('account.turned_off')
        }}
      />
    </Modal>
  )
}

interface Proof {
  password?: string
  code?: string
}

interface ProofProps {
  fields: (keyof Proof)[]
  note: string
  submit: string
  onSubmit: (proof: Proof) => Promise<void>
}

/** What is asked of somebody who changes how they are known. */
function ProofForm({ fields, note, submit, onSubmit }: ProofProps) {
  const t = useT()
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)

  async function send(proof: Proof) {
    setIsBusy(true)
    setError(undefined)
    try {
      await onSubmit({ ...proof, code: proof.code?.replace(/\s/g, '') })
    } catch (failure) {
      setError(failure)
    } finally {
      setIsBusy(false)
    }
  }

  return (
    <Form<Proof> layout="vertical" onFinish={send} requiredMark={false}>
      <p className="secondary">{note}</p>
      {error !== undefined && (
        <Form.Item>
          <ErrorBox error={error} />
        </Form.Item>
      )}
      {fields.includes('password') && (
        <Form.Item
          name="password"
          label={t('password.current')}
          rules={[{ required: true, message: t('sign_in.password_needed') }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
      )}
      <Form.Item name="code" label={t('sign_in.code')} rules={[{ required: true, message: t('sign_in.code_needed') }]}>
        <Input inputMode="numeric" autoComplete="one-time-code" maxLength={7} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isBusy}>
        {submit}
      </Button>
    </Form>
  )
}
