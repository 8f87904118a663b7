// One thing that happened: when, what, through which channel, by whom, about which record, known from
// where; the whole of what was received unfolds.
import { useState } from 'react'
import { DownOutlined, RightOutlined } from '@ant-design/icons'
import { EntryPayload } from '@/pages/volume/entry-payload'
import { RecordOpener } from '@/pages/volume/record-drawer'
import { formatInstant } from '@/lib/format'
import { hasText, useT } from '@/lib/i18n'
import type { Text } from '@/lib/language'
import { EntryIcon } from '@/record/timeline/entry-icon'
import { kindLabel, provenanceLabel, sourceLabel, type Entry } from '@/record/timeline/entry'

export function TimelineEntry({ entry, label }: { entry: Entry; label?: Text | null }) {
  const t = useT()
  const [isOpen, setIsOpen] = useState(false)
  const hasPayload = Object.keys(entry.payload ?? {}).length > 0
  const time = formatInstant(entry.occurred_at)
  // The title of the record stands in the link below; that of the customer above all entries.
  const isTitle = entry.record?.title === entry.text
  return (
    <li className="volume-entry" data-testid="entry" data-kind={entry.kind} data-source={entry.source}>
      <span className="volume-entry-icon" title={sourceLabel(entry.source)}>
        <EntryIcon kind={entry.kind} source={entry.source} />
      </span>
      <div className="grow">
        <div className="volume-entry-head">
          <strong>{kindLabel(entry.kind, label ?? entry.label)}</strong>
          <span className="secondary volume-entry-facts" title={facts()}>
            {facts()}
          </span>
          <time className="secondary number" dateTime={entry.occurred_at} title={time}>
            {time.slice(-5)}
          </time>
        </div>
        {entry.text && !isTitle && <div className="volume-entry-text">{entry.text}</div>}
        <div className="volume-entry-foot">
          {entry.record && entry.record.object !== 'customer' && <RecordOpener {...entry.record} />}
          {hasPayload && (
            <button type="button" className="volume-unfold" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
              {isOpen ? <DownOutlined /> : <RightOutlined />} {t('volume.payload')}
            </button>
          )}
        </div>
        {isOpen && <EntryPayload payload={entry.payload ?? {}} />}
      </div>
    </li>
  )

  function facts(): string {
    const channel = entry.channel && hasText(`channel.${entry.channel}`) ? t(`channel.${entry.channel}`) : entry.channel
    return [entry.actor?.name, channel, sourceLabel(entry.source), from()].filter(Boolean).join(' · ')
  }

  /** Where it is known from, as far as actor and channel have not said it. */
  function from(): string {
    const { kind, name } = entry.provenance ?? {}
    if (!kind || kind === 'person') return ''
    if (kind !== entry.channel) return t('volume.via', { from: provenanceLabel({ kind, name }) })
    return name && name !== entry.actor?.name ? t('volume.via', { from: name }) : ''
  }
}
