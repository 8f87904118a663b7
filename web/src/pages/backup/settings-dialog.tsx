// Where backups go, how often, and how long they are kept.
import { useState } from 'react'
import { App, Form, Input, InputNumber, Modal } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import type { BackupSettings } from '@/pages/backup/backup-types'
import { api } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { ErrorBox } from '@/ui/error-box'
import { useFocusReturn } from '@/ui/use-focus-return'

interface Props {
  settings: BackupSettings
  onClose: () => void
}

export function SettingsDialog({ settings, onClose }: Props) {
  useFocusReturn()
  const t = useT()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<BackupSettings>()
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)

  async function submit(values: BackupSettings) {
    setIsBusy(true)
    setError(undefined)
    try {
      await api.patch('/settings/backup', values)
      await client.invalidateQueries({ queryKey: ['backups'] })
      message.success(t('backup.saved'))
      onClose()
    } catch (failure) {
      setError(failure)
      setIsBusy(false)
    }
  }

  return (
    <Modal
      open
      title={t('backup.settings')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('action.save')}
      cancelText={t('action.cancel')}
      confirmLoading={isBusy}
    >
      <Form<BackupSettings>
        form={form}
        layout="vertical"
        initialValues={settings}
        onFinish={submit}
        requiredMark={false}
      >
        {error !== undefined && (
          <Form.Item>
            <ErrorBox error={error} />
          </Form.Item>
        )}
        <Form.Item
          name="folder"
          label={t('backup.folder')}
          extra={t('backup.folder_note')}
          rules={[{ required: true, whitespace: true, message: t('backup.folder_needed') }]}
        >
          <Input autoFocus placeholder="/mnt/backup/juan" />
        </Form.Item>
        <Form.Item
          name="every_hours"
          label={t('backup.every')}
          extra={t('backup.every_note')}
          rules={[{ required: true, message: t('backup.number_needed') }]}
        >
          <InputNumber min={1} precision={0} suffix={t('backup.hours')} />
        </Form.Item>
        <Form.Item
          name="keep_days"
          label={t('backup.keep')}
          extra={t('backup.keep_note')}
          rules={[{ required: true, message: t('backup.number_needed') }]}
        >
          <InputNumber min={1} precision={0} suffix={t('backup.days')} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
