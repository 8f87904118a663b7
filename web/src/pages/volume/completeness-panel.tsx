// How complete the volume is: which of the sixteen kinds of source are present, which fields are missing.
// A source narrows the timeline to it; a missing field opens for editing.
import { Button, Tooltip } from 'antd'
import { useSearchParams } from 'react-router'
import type { SourcePresence, Volume } from '@/pages/volume/volume-types'
import { formatInstant, formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { fieldLabel, findField, type ObjectDeclaration } from '@/lib/objects'
import { EntryIcon } from '@/record/timeline/entry-icon'
import { sourceLabel } from '@/record/timeline/entry'

interface Props {
  object: ObjectDeclaration
  completeness: Volume['completeness']
  onEdit: (field: string) => void
}

export function CompletenessPanel({ object, completeness, onEdit }: Props) {
  const t = useT()
  const { sources, missing, score } = completeness
  const present = sources.filter((source) => source.present).length
  const fields = missing.map((name) => findField(object, name)).filter((field) => field !== undefined)
  return (
    <section className="panel" aria-label={t('volume.completeness')}>
      <h3 className="volume-heading">
        {t('volume.completeness')} <span className="number">{formatNumber(score, 0)}</span>
        <span className="secondary volume-small volume-add">
          {t('volume.sources_of', { present, all: sources.length })}
        </span>
      </h3>
      <ul className="volume-sources">
        {sources.map((source) => (
          <li key={source.source}>
            <Source presence={source} />
          </li>
        ))}
      </ul>
      {fields.length > 0 && (
        <div className="row row-wrap volume-missing">
          <span className="secondary">{t('volume.missing')}</span>
          {fields.map((field) => (
            <Button
              key={field.name}
              size="small"
              type="dashed"
              disabled={field.right !== 'write' || !object.rights.edit}
              onClick={() => onEdit(field.name)}
            >
              {fieldLabel(field)}
            </Button>
          ))}
        </div>
      )}
    </section>
  )
}

function Source({ presence }: { presence: SourcePresence }) {
  const t = useT()
  const [, setSearch] = useSearchParams()
  const label = sourceLabel(presence.source)
  if (!presence.present) {
    return (
      <span className="volume-source-chip" aria-label={t('volume.source_absent', { source: label })}>
        <EntryIcon source={presence.source} /> {label}
      </span>
    )
  }
  const note = [
    t('volume.source_entries', { count: formatNumber(presence.entries) }),
    presence.last_at && formatInstant(presence.last_at),
  ]
  return (
    <Tooltip title={note.filter(Boolean).join(' · ')}>
      <button
        type="button"
        className="volume-source-chip volume-source-present"
        onClick={() =>
          setSearch((old) => {
            const next = new URLSearchParams(old)
            next.set('source', presence.source)
            next.delete('kind')
            return next
          })
        }
      >
        <EntryIcon source={presence.source} /> {label}
      </button>
    </Tooltip>
  )
}
