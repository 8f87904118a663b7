// Whether the analyses are up to date.
import { Link } from 'react-router'
import type { Workbench } from '@/pages/workbench/workbench-types'
import { formatInstant, formatNumber, formatRelative } from '@/lib/format'
import { hasText, useT } from '@/lib/i18n'
import { AnalysisState } from '@/record/analysis/analysis-state'

export function AnalysisPanel({ analysis }: { analysis: Workbench['analysis'] }) {
  const t = useT()
  return (
    <section className="panel" aria-label={t('workbench.analysis')}>
      <h2 className="workbench-heading">
        {t('workbench.analysis')}
        <Link to="/analysis" className="workbench-more">
          {t('workbench.analysis_all')}
        </Link>
      </h2>
      {Object.keys(analysis).length === 0 && <div className="secondary">{t('workbench.analysis_none')}</div>}
      {Object.entries(analysis).map(([name, line]) => (
        <div key={name} className="row row-wrap">
          <strong>{hasText(`workbench.analysis.${name}`) ? t(`workbench.analysis.${name}`) : name}</strong>
          <AnalysisState state={line.state} computed_at={line.computed_at} />
          <span className="secondary number">
            {line.computed_at && (
              <span title={formatInstant(line.computed_at)}>{formatRelative(line.computed_at)}</span>
            )}
            {line.customers != null &&
              ` · ${t('workbench.analysis_customers', { count: formatNumber(line.customers) })}`}
            {line.lag_changes != null &&
              line.lag_changes > 0 &&
              ` · ${t('workbench.analysis_lag', { count: formatNumber(line.lag_changes) })}`}
          </span>
        </div>
      ))}
    </section>
  )
}
