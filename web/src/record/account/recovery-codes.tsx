// The recovery codes, shown this once: copy, keep as a file, or print; going on asks that it was done.
import { useState } from 'react'
import { CopyOutlined, DownloadOutlined, PrinterOutlined } from '@ant-design/icons'
import { Alert, App, Button, Checkbox } from 'antd'
import { saveFile } from '@/ui/save-file'
import { useT } from '@/lib/i18n'
import { sentenceOf } from '@/ui/error-box'

interface Props {
  codes: string[]
  onDone: () => void
}

export function RecoveryCodes({ codes, onDone }: Props) {
  const t = useT()
  const { message } = App.useApp()
  const [isKept, setIsKept] = useState(false)
  const text = `${t('second_factor.codes_title')}\n\n${codes.join('\n')}\n`

  async function copy() {
    try {
      await navigator.clipboard.writeText(codes.join('\n'))
      message.success(t('once.copied'))
    } catch (error) {
      message.error(sentenceOf(error))
    }
  }

  return (
    <div className="stack">
      <Alert type="warning" showIcon title={t('second_factor.codes_note')} />
      <ol className="recovery-codes printed" aria-label={t('second_factor.codes_title')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="row row-wrap">
        <Button icon={<CopyOutlined />} onClick={() => void copy()}>
          {t('action.copy')}
        </Button>
        <Button
          icon={<DownloadOutlined />}
          onClick={() => saveFile(new Blob([text], { type: 'text/plain' }), 'juan-recovery-codes.txt')}
        >
          {t('action.download')}
        </Button>
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {t('action.print')}
        </Button>
      </div>
      <Checkbox checked={isKept} onChange={(event) => setIsKept(event.target.checked)}>
        {t('second_factor.codes_kept')}
      </Checkbox>
      <Button type="primary" disabled={!isKept} onClick={onDone}>
        {t('second_factor.finish')}
      </Button>
    </div>
  )
}
