// How far a change of many records is, and what came of it.
import { Button, Modal, Progress as Bar, Typography } from 'antd'
import { isOver, type Failure, type Progress } from '@/record/bulk/use-bulk'
import { RecordLink } from '@/record/link'
import { formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import type { ObjectDeclaration } from '@/lib/objects'

const failures_shown = 50

interface Props {
  object: ObjectDeclaration
  progress: Progress
  onStop: () => void
  onUndo: () => void
  onClose: () => void
}

export function BulkProgress({ object, progress, onStop, onUndo, onClose }: Props) {
  const t = useT()
  const { kind, done, total, failures } = progress
  const isEnded = isOver(progress)
  const percent = total > 0 ? Math.floor((done / total) * 100) : progress.state === 'done' ? 100 : 0

  return (
    <Modal
      open
      title={t(`bulk.${kind}_running`)}
      closable={isEnded}
      mask={{ closable: false }}
      keyboard={isEnded}
      onCancel={onClose}
      footer={
        isEnded
          ? [
              progress.canUndo && (
                <Button key="undo" onClick={onUndo}>
                  {t('bulk.undo')}
                </Button>
              ),
              <Button key="close" type="primary" onClick={onClose}>
                {t('action.close')}
              </Button>,
            ]
          : [
              <Button key="stop" onClick={onStop}>
                {t('bulk.stop')}
              </Button>,
            ]
      }
    >
      <Bar percent={percent} status={statusOf(progress)} />
      <Typography.Paragraph aria-live={isEnded ? 'polite' : 'off'} data-testid="bulk-account">
        {t(`bulk.${stateOf(progress)}`, {
          done: formatNumber(done - failures.length),
          total: formatNumber(total),
          left: formatNumber(total - done),
          failed: formatNumber(failures.length),
        })}
      </Typography.Paragraph>
      {failures.length > 0 && <Failures object={object} failures={failures} />}
    </Modal>
  )
}

function Failures({ object, failures }: { object: ObjectDeclaration; failures: Failure[] }) {
  const t = useT()
  const more = failures.length - failures_shown
  return (
    <>
      <ul className="bulk-failures">
        {failures.slice(0, failures_shown).map(({ record, title, sentence }, index) => (
          <li key={record?.id ?? index}>
            {record && <RecordLink object={object.name} id={record.id} title={title} isNewTab />} {sentence}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="secondary">{t('bulk.more_failures', { count: formatNumber(more) })}</p>}
    </>
  )
}

function statusOf(progress: Progress): 'active' | 'success' | 'normal' | 'exception' {
  if (!isOver(progress)) return 'active'
  if (progress.failures.length === 0) return progress.state === 'done' ? 'success' : 'normal'
  return progress.failures.length >= progress.done ? 'exception' : 'normal'
}

/** The key of the sentence: all went well, or some were left as they were. */
function stateOf({ state, failures }: Progress): string {
  return isOver({ state } as Progress) && failures.length > 0 ? `${state}_part` : state
}
