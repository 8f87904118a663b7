// Writing down a follow-up: what kind, what was said, when to follow up next. The draft is kept until it
// is saved. A next date becomes a task.
import { useState, type KeyboardEvent } from 'react'
import { App, Button, DatePicker, Select } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import dayjs from 'dayjs'
import { emptyFollowUp, saveFollowUp, taskShape, type FollowUp } from '@/pages/volume/follow-up'
import type { Volume } from '@/pages/volume/volume-types'
import { useT } from '@/lib/i18n'
import { useObject } from '@/lib/objects'
import { readDraft, writeDraft } from '@/lib/storage'
import { EntryIcon } from '@/record/timeline/entry-icon'
import { kindLabel } from '@/record/timeline/entry'
import { GrowingTextArea } from '@/ui/growing-text-area'
import { ErrorBox } from '@/ui/error-box'

const kinds = ['call', 'visit', 'chat', 'mail', 'meeting', 'note']

export function FollowUpBox({ volume, title }: { volume: Volume; title: string }) {
  const t = useT()
  const client = useQueryClient()
  const { message } = App.useApp()
  const task = taskShape(useObject('task'))
  const customer = volume.record.id
  const draft_key = `follow_up.${customer}`
  const [typed, setTyped] = useState<FollowUp>(() => readDraft<FollowUp>(draft_key) ?? emptyFollowUp)
  const [failure, setFailure] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)

  function change(part: Partial<FollowUp>) {
    const next = { ...typed, ...part }
    setTyped(next)
    writeDraft(draft_key, next)
  }

  async function save() {
    if (isBusy || !typed.text.trim()) return
    setIsBusy(true)
    setFailure(undefined)
    try {
      // Once the entry is written a second try must not write it again: only the task is left to do.
      await saveFollowUp({
        customer,
        title: t('volume.follow_up_task', { name: title }),
        typed,
        task,
        onEntry: () => change({ isWritten: true }),
      })
      setTyped({ ...emptyFollowUp, kind: typed.kind })
      writeDraft(draft_key, undefined)
      message.success(t(typed.next_on ? 'volume.follow_up_saved_task' : 'volume.follow_up_saved'))
    } catch (error) {
      setFailure(error)
    } finally {
      setIsBusy(false)
      void client.invalidateQueries({ queryKey: ['timeline', customer] })
      void client.invalidateQueries({ queryKey: ['volume', customer] })
      void client.invalidateQueries({ queryKey: ['records', 'task'] })
    }
  }

  function hear(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save()
  }

  return (
    <form
      className="volume-follow-up"
      aria-label={t('volume.follow_up')}
      onKeyDown={hear}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <GrowingTextArea
        rows={2}
        aria-label={t('volume.follow_up_text')}
        placeholder={t('volume.follow_up_hint')}
        value={typed.text}
        onChange={(event) => change({ text: event.target.value, isWritten: false })}
      />
      {failure !== undefined && <ErrorBox error={failure} onRetry={() => void save()} />}
      {failure !== undefined && typed.isWritten && <div className="secondary">{t('volume.follow_up_half')}</div>}
      <div className="row row-wrap">
        <Select
          aria-label={t('volume.follow_up_kind')}
          value={typed.kind}
          onChange={(kind: string) => change({ kind })}
          options={kinds.map((kind) => ({
            value: kind,
            label: (
              <span className="row">
                <EntryIcon kind={kind} source="" />
                {kindLabel(kind)}
              </span>
            ),
          }))}
          popupMatchSelectWidth={false}
        />
        {task && (
          <DatePicker
            aria-label={t('volume.follow_up_next')}
            placeholder={t('volume.follow_up_next')}
            value={typed.next_on ? dayjs(typed.next_on) : null}
            minDate={dayjs()}
            className="volume-next"
            onChange={(day) => change({ next_on: day ? day.format('YYYY-MM-DD') : null })}
          />
        )}
        <span className="grow" />
        <Button type="primary" htmlType="submit" loading={isBusy} disabled={!typed.text.trim()}>
          {t('volume.follow_up_save')}
        </Button>
      </div>
    </form>
  )
}
