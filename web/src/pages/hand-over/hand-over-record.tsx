// The record of one hand-over, as it is printed and signed; it can be undone for a while.
import { useState } from 'react'
import { PrinterOutlined, UndoOutlined } from '@ant-design/icons'
import { Alert, App, Button, Popconfirm } from 'antd'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { conditionText } from '@/pages/hand-over/summary'
import type { HandOver } from '@/pages/hand-over/types'
import { api } from '@/lib/api'
import { formatDuration, formatInstant, formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { fieldLabel, findField, pluralLabel, useObjects, type ObjectDeclaration } from '@/lib/objects'
import { sentenceOf } from '@/ui/error-box'
import { PageHeader } from '@/ui/page-header'
import { PageSkeleton } from '@/ui/page-skeleton'
import { PartFailed } from '@/ui/part-failed'

const second_ms = 1000

export function HandOverRecord({ id }: { id: string }) {
  const t = useT()
  const record = useQuery({
    queryKey: ['hand-over', 'record', id],
    queryFn: () => api.get<HandOver>(`/hand-over/${id}`),
    retry: false,
  })
  if (record.error) {
    return (
      <div className="page stack">
        <PartFailed error={record.error} onRetry={() => void record.refetch()} />
        <Link to="/hand-over">{t('hand_over.back')}</Link>
      </div>
    )
  }
  if (!record.data) return <PageSkeleton />
  return <Shown record={record.data} read_at_ms={record.dataUpdatedAt} />
}

function Shown({ record, read_at_ms }: { record: HandOver; read_at_ms: number }) {
  const t = useT()
  const { data: objects = [] } = useObjects()
  const left_s = Math.floor((new Date(record.undo_until).getTime() - read_at_ms) / second_ms)
  const canUndo = record.may_be_undone ?? (record.state === 'done' && left_s > 0)
  return (
    <div className="page stack">
      <PageHeader
        title={t('hand_over.record')}
        actions={
          <>
            <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
              {t('action.print')}
            </Button>
            {canUndo && <Undo id={record.id} left={formatDuration(Math.max(0, left_s))} />}
          </>
        }
      />
      {record.state === 'undone' && record.undone && (
        <Alert
          type="warning"
          showIcon
          title={t('hand_over.undone_at', { at: formatInstant(record.undone.at), by: record.undone.by.name })}
        />
      )}
      <article className="panel printed hand-over-paper">
        <h2>{t('hand_over.paper_title')}</h2>
        <dl className="paper-facts">
          <dt>{t('hand_over.paper_from')}</dt>
          <dd>{record.from?.name ?? '–'}</dd>
          <dt>{t('hand_over.paper_to')}</dt>
          <dd>{receivers(record).join('、')}</dd>
          <dt>{t('hand_over.paper_by')}</dt>
          <dd>{record.by.name}</dd>
          <dt>{t('hand_over.paper_at')}</dt>
          <dd>{formatInstant(record.at)}</dd>
          <dt>{t('hand_over.paper_number')}</dt>
          <dd>{record.id}</dd>
        </dl>
        <Table record={record} objects={objects} />
        {record.outcome.rules && record.outcome.rules.length > 0 && (
          <>
            <h3>{t('hand_over.paper_rules')}</h3>
            <ol>
              {record.outcome.rules.map((rule, place) => (
                <li key={place}>
                  {t('hand_over.paper_rule', {
                    object: labelOf(objects, rule.object),
                    condition: rule.by_hand
                      ? t('hand_over.by_hand', { count: rule.by_hand })
                      : conditionText(rule, objects) || t('hand_over.all_of_them'),
                    to: rule.to.name,
                    count: formatNumber(rule.count),
                  })}
                </li>
              ))}
            </ol>
          </>
        )}
        {record.kind !== 'transfer' && (
          <p>
            {t('hand_over.paper_account', { sessions: record.outcome.sessions ?? 0, keys: record.outcome.keys ?? 0 })}
          </p>
        )}
        <div className="signatures">
          <span>{t('hand_over.sign_from')}</span>
          <span>{t('hand_over.sign_to')}</span>
          <span>{t('hand_over.sign_by')}</span>
        </div>
      </article>
      <Link to="/hand-over">{t('hand_over.back')}</Link>
    </div>
  )
}

function Table({ record, objects }: { record: HandOver; objects: ObjectDeclaration[] }) {
  const t = useT()
  const moved = record.outcome.moved ?? []
  if (moved.length === 0) return <p>{t('hand_over.paper_nothing')}</p>
  return (
    <table className="paper-table">
      <thead>
        <tr>
          <th>{t('hand_over.paper_what')}</th>
          <th>{t('hand_over.paper_to')}</th>
          <th className="paper-number">{t('hand_over.paper_count')}</th>
        </tr>
      </thead>
      <tbody>
        {moved.map((one, place) => (
          <tr key={place}>
            <td>{what(objects, one.object, one.field)}</td>
            <td>{one.to.name}</td>
            <td className="paper-number number">{formatNumber(one.count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Undo({ id, left }: { id: string; left: string }) {
  const t = useT()
  const client = useQueryClient()
  const { message, modal } = App.useApp()
  const [isBusy, setIsBusy] = useState(false)

  async function undo() {
    setIsBusy(true)
    try {
      await api.post(`/hand-over/${id}/undo`)
      await client.invalidateQueries()
      message.success(t('hand_over.undo_done'))
    } catch (error) {
      modal.error({ title: t('hand_over.undo_failed'), content: sentenceOf(error) })
    } finally {
      setIsBusy(false)
    }
  }

  return (
    <Popconfirm
      title={t('hand_over.undo_sure')}
      description={t('hand_over.undo_note')}
      okText={t('hand_over.undo')}
      onConfirm={undo}
    >
      <Button icon={<UndoOutlined />} loading={isBusy}>
        {t('hand_over.undo_left', { left })}
      </Button>
    </Popconfirm>
  )
}

function receivers(record: HandOver): string[] {
  const all = [record.to, ...(record.outcome.moved ?? []).map((moved) => moved.to)]
  return [...new Set(all.flatMap((person) => (person ? [person.name] : [])))]
}

function labelOf(objects: ObjectDeclaration[], name: string): string {
  const object = objects.find((one) => one.name === name)
  return object ? pluralLabel(object) : name
}

/** Records that were owned, or the field in which somebody was named. */
function what(objects: ObjectDeclaration[], name: string, field_name: string): string {
  const object = objects.find((one) => one.name === name)
  const field = object && findField(object, field_name)
  const label = labelOf(objects, name)
  return !field || field_name === 'owner' ? label : `${label} · ${fieldLabel(field)}`
}
