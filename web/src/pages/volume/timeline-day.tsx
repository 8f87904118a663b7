// One day of the timeline.
import type { Day } from '@/pages/volume/by-day'
import { localDate } from '@/pages/volume/by-day'
import { TimelineEntry } from '@/pages/volume/timeline-entry'
import type { TimelinePage } from '@/pages/volume/volume-types'
import { formatDate } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { language } from '@/lib/language'

const day_ms = 86_400_000

export function TimelineDay({ day, kinds }: { day: Day; kinds: TimelinePage['kinds'] }) {
  const t = useT()
  return (
    <section aria-label={formatDate(day.date)}>
      <h3 className="volume-day">
        {formatDate(day.date)} <span className="secondary">{nearness() || weekday(day.date)}</span>
      </h3>
      <ol className="volume-entries">
        {day.entries.map((entry) => (
          <TimelineEntry key={entry.id} entry={entry} label={kinds.find((item) => item.kind === entry.kind)?.label} />
        ))}
      </ol>
    </section>
  )

  function nearness(): string {
    if (day.date === localDate(new Date())) return t('volume.today')
    return day.date === localDate(new Date(Date.now() - day_ms)) ? t('volume.yesterday') : ''
  }
}

function weekday(date: string): string {
  const at = new Date(`${date}T00:00:00`)
  return new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en-GB', { weekday: 'short' }).format(at)
}
