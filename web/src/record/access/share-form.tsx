// Adds somebody, or a team, to those who may see or change a record, for a time or for good.
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { Button, DatePicker, Segmented, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { LinkSelect } from '@/record/access/link-select'
import { sharesPath } from '@/record/access/shares'
import { api } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { useObject } from '@/lib/objects'
import { ErrorBox } from '@/ui/error-box'

type Kind = 'user' | 'team'

export function ShareForm({ object, id }: { object: string; id: string }) {
  const t = useT()
  const client = useQueryClient()
  const hasTeams = Boolean(useObject('team'))
  const [kind, setKind] = useState<Kind>('user')
  const [to, setTo] = useState<string | null>(null)
  const [verb, setVerb] = useState<'read' | 'edit'>('read')
  const [until, setUntil] = useState<Dayjs | null>(null)
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)

  async function add() {
    setIsBusy(true)
    setError(undefined)
    try {
      await api.post(sharesPath(object, id), { to, verb, until: until ? until.endOf('day').toISOString() : null })
      setTo(null)
      await client.invalidateQueries({ queryKey: ['shares', object, id] })
    } catch (failure) {
      setError(failure)
    } finally {
      setIsBusy(false)
    }
  }

  function switchTo(next: Kind) {
    setKind(next)
    setTo(null)
  }

  return (
    <div className="stack">
      {error !== undefined && <ErrorBox error={error} />}
      {hasTeams && (
        <Segmented<Kind>
          style={{ alignSelf: 'start' }}
          value={kind}
          onChange={switchTo}
          options={[
            { value: 'user', label: t('share.user') },
            { value: 'team', label: t('share.team') },
          ]}
        />
      )}
      <div className="row row-wrap">
        <label className="visually-hidden" htmlFor="share-to">
          {t(`share.to_${kind}`)}
        </label>
        <div className="grow" style={{ minWidth: 180 }}>
          <LinkSelect key={kind} id="share-to" object={kind} value={to} onChange={setTo} />
        </div>
        <Select
          value={verb}
          onChange={setVerb}
          aria-label={t('share.verb')}
          options={[
            { value: 'read', label: t('share.read') },
            { value: 'edit', label: t('share.edit') },
          ]}
        />
        <DatePicker
          value={until}
          onChange={setUntil}
          placeholder={t('share.until_none')}
          aria-label={t('share.until')}
          disabledDate={(day) => day.isBefore(dayjs().startOf('day'))}
        />
        <Button type="primary" disabled={!to} loading={isBusy} onClick={() => void add()}>
          {t('share.add')}
        </Button>
      </div>
    </div>
  )
}
