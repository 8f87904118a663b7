// Why the customer has this value tier: each measure with its place among all customers, in a sentence.
import { Link } from 'react-router'
import type { Measure, Volume } from '@/pages/volume/volume-types'
import { formatInstant, formatRelative } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { TierTag } from '@/record/tier/tier-tag'

const scores = [1, 2, 3, 4, 5]

export function TierPanel({ tier }: { tier: NonNullable<Volume['tier']> }) {
  const t = useT()
  return (
    <section className="panel" aria-label={t('volume.tier')}>
      <h3 className="volume-heading">
        {t('volume.tier')}
        <TierTag tier={tier.value} />
        <Link to="/analysis" className="volume-add volume-small">
          {t('volume.tier_how')}
        </Link>
      </h3>
      {tier.sentence && <p className="volume-sentence">{tier.sentence}</p>}
      <ul className="volume-list">
        {tier.measures.map((measure) => (
          <MeasureLine key={measure.measure} measure={measure} />
        ))}
      </ul>
      {tier.computed_at && (
        <div className="secondary volume-small" title={formatInstant(tier.computed_at)}>
          {t('volume.computed', { ago: formatRelative(tier.computed_at) })}
        </div>
      )}
    </section>
  )
}

function MeasureLine({ measure }: { measure: Measure }) {
  const t = useT()
  const name = t(`volume.measure.${measure.measure}`)
  return (
    <li data-testid={`measure-${measure.measure}`}>
      <span className="row">
        <strong className="volume-measure-name">{name}</strong>
        {measure.score ? (
          <span
            className="volume-score"
            role="img"
            aria-label={t('volume.score', { measure: name, score: measure.score })}
          >
            {scores.map((score) => (
              <span key={score} className={score <= Number(measure.score) ? 'volume-score-on' : undefined} />
            ))}
          </span>
        ) : (
          <span className="grow" />
        )}
        <span className="number secondary">{measure.score || '–'}/5</span>
      </span>
      <div className="secondary">{measure.sentence}</div>
    </li>
  )
}
