// Takes what a list shows as a file. Says beforehand how many rows, and that the file can be traced.
import { useState } from 'react'
import { DownloadOutlined } from '@ant-design/icons'
import { Button, Modal, Segmented, Tooltip } from 'antd'
import { fetchFile } from '@/lib/api'
import { formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { pluralLabel, type ObjectDeclaration } from '@/lib/objects'
import { PartFailed } from '@/ui/part-failed'
import { saveFile } from '@/ui/save-file'
import { useFocusReturn } from '@/ui/use-focus-return'
import '@/record/access/words/words'

interface Props {
  object: ObjectDeclaration
  /** What narrows and orders the list, and the columns it shows. */
  query: { filter: string; q: string; order_by: string; fields: string }
  total: number
}

export function ExportButton(props: Props) {
  const t = useT()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Tooltip title={t('export.open')}>
        <Button
          icon={<DownloadOutlined />}
          disabled={props.total === 0}
          onClick={() => setIsOpen(true)}
          aria-label={t('export.open')}
        />
      </Tooltip>
      {isOpen && <ExportDialog {...props} onClose={() => setIsOpen(false)} />}
    </>
  )
}

function ExportDialog({ object, query, total, onClose }: Props & { onClose: () => void }) {
  useFocusReturn()
  const t = useT()
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx')
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)

  async function run() {
    setIsBusy(true)
    setError(undefined)
    try {
      const { file, name } = await fetchFile(`/${object.name}/export`, { format, ...query })
      saveFile(file, name === 'download' ? `${object.name}.${format}` : name)
      onClose()
    } catch (failure) {
      setError(failure)
      setIsBusy(false)
    }
  }

  return (
    <Modal
      open
      title={t('export.title', { objects: pluralLabel(object) })}
      onCancel={onClose}
      onOk={() => void run()}
      okText={t('export.run')}
      cancelText={t('action.cancel')}
      confirmLoading={isBusy}
    >
      <div className="stack">
        {error !== undefined && <PartFailed error={error} />}
        <p style={{ margin: 0 }}>
          {t(query.filter || query.q ? 'export.rows_filtered' : 'export.rows', {
            total: formatNumber(total),
            columns: query.fields.split(',').length,
          })}
        </p>
        <Segmented
          style={{ alignSelf: 'start' }}
          value={format}
          onChange={setFormat}
          options={[
            { value: 'xlsx' as const, label: 'Excel (XLSX)' },
            { value: 'csv' as const, label: 'CSV' },
          ]}
        />
        <p className="secondary" style={{ margin: 0 }}>
          {t('export.note')}
        </p>
      </div>
    </Modal>
  )
}
