// Narrows the timeline to one kind of source or one kind of entry, with how many there are of each.
import type { ReactNode } from 'react'
import { Select } from 'antd'
import type { TimelineFilter, TimelinePage } from '@/pages/volume/volume-types'
import { formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { EntryIcon } from '@/record/timeline/entry-icon'
import { kindLabel, sourceLabel, sources as all_sources } from '@/record/timeline/entry'

interface Props {
  filter: TimelineFilter
  kinds: TimelinePage['kinds']
  sources: TimelinePage['sources']
  onChange: (filter: TimelineFilter) => void
}

export function TimelineFilterBar({ filter, kinds, sources, onChange }: Props) {
  const t = useT()
  const counts = new Map(sources.map((item) => [item.source, item.count]))
  const sourceOptions = all_sources
    .map((source) => ({
      value: source as string,
      text: sourceLabel(source),
      count: counts.get(source) ?? 0,
      icon: <EntryIcon source={source} />,
    }))
    .sort((a, b) => Number(b.count > 0) - Number(a.count > 0))
  const kindOptions = merged(kinds).map(({ kind, label, count }) => ({
    value: kind,
    text: kindLabel(kind, label),
    count,
    icon: <EntryIcon kind={kind} source="" />,
  }))
  return (
    <div className="row row-wrap volume-filter" role="group" aria-label={t('volume.filter')}>
      <FilterSelect
        label={t('volume.filter_source')}
        value={filter.source}
        options={sourceOptions}
        onChange={(source) => onChange({ ...filter, source })}
      />
      <FilterSelect
        label={t('volume.filter_kind')}
        value={filter.kind}
        options={kindOptions}
        onChange={(kind) => onChange({ ...filter, kind })}
      />
    </div>
  )
}

/** One line a kind: the same kind may come from several sources. */
function merged(kinds: TimelinePage['kinds']): TimelinePage['kinds'] {
  const known = new Map<string, TimelinePage['kinds'][number]>()
  for (const item of kinds) known.set(item.kind, { ...item, count: item.count + (known.get(item.kind)?.count ?? 0) })
  return [...known.values()].sort((a, b) => b.count - a.count)
}

interface FilterSelectProps {
  label: string
  value: string | undefined
  options: { value: string; text: string; count: number; icon: ReactNode }[]
  onChange: (value: string | undefined) => void
}

function FilterSelect({ label, value, options, onChange }: FilterSelectProps) {
  return (
    <Select
      aria-label={label}
      placeholder={label}
      className="volume-filter-select"
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      value={value}
      onChange={(next: string | undefined) => onChange(next)}
      options={options.map(({ value: name, text, count }) => ({
        value: name,
        label: text,
        disabled: count === 0 && name !== value,
      }))}
      optionRender={(item) => {
        const option = options.find((candidate) => candidate.value === item.value)
        return (
          <span className="row">
            {option?.icon}
            <span className="grow">{option?.text}</span>
            <span className="secondary number">{formatNumber(option?.count ?? 0)}</span>
          </span>
        )
      }}
    />
  )
}
