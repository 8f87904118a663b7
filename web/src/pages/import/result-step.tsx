// Step 5: how it ended, in plain words. Whatever was not read to the end is red and says what was kept.
import { DownloadOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { Link } from 'react-router'
import { RunAgain } from '@/pages/import/run-again'
import type { Import } from '@/pages/import/import-types'
import { ResultCounts } from '@/pages/import/run-step'
import { percentOf, verdictOf, type Verdict } from '@/pages/import/verdict'
import { address } from '@/lib/api'
import { formatDuration, formatInstant, formatNumber, formatPercent } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { pluralLabel, useObject } from '@/lib/objects'

const tones: Record<Verdict, 'success' | 'warning' | 'error'> = {
  success: 'success',
  with_wrong: 'warning',
  nothing: 'warning',
  truncated: 'error',
  cancelled: 'error',
  failed: 'error',
}

export function ResultStep({ item }: { item: Import }) {
  const t = useT()
  const object = useObject(item.object ?? undefined)
  const verdict = verdictOf(item)
  const kept = {
    count: formatNumber(item.created + item.updated),
    rows: formatNumber(item.rows),
    wrong: formatNumber(item.wrong),
    percent: formatPercent(percentOf(item), 1),
  }
  return (
    <div className="stack">
      <Alert
        type={tones[verdict]}
        showIcon
        role={tones[verdict] === 'error' ? 'alert' : 'status'}
        data-testid={`import-verdict-${verdict}`}
        title={t(`import.verdict.${verdict}`, kept)}
        description={
          tones[verdict] === 'error' && (
            <>
              {item.error?.detail && <p className="import-hint">{item.error.detail}</p>}
              <p className="import-hint">{t('import.kept', kept)}</p>
            </>
          )
        }
      />
      <ResultCounts item={item} />
      <div className="secondary">{times(item)}</div>
      <footer className="import-footer">
        {item.wrong > 0 && (
          <Button icon={<DownloadOutlined />} href={address(`/imports/${item.id}/wrong.csv`)} download>
            {t('import.download_wrong', { count: formatNumber(item.wrong) })}
          </Button>
        )}
        <span className="grow" />
        {item.may_run && <RunAgain item={item} />}
        <Link to="/import">
          <Button>{t('import.another')}</Button>
        </Link>
        {object && (
          <Link to={`/${object.name}?filter=`}>
            <Button type="primary">{t('import.to_list', { objects: pluralLabel(object) })}</Button>
          </Link>
        )}
      </footer>
    </div>
  )

  function times({ started_at, finished_at, rows }: Import): string {
    if (!started_at || !finished_at) return ''
    const seconds = (new Date(finished_at).getTime() - new Date(started_at).getTime()) / 1000
    const rate = seconds > 0 ? t('import.rate', { count: formatNumber(rows / seconds, 0) }) : ''
    return [formatInstant(finished_at), t('import.took', { time: formatDuration(seconds) }), rate]
      .filter(Boolean)
      .join(' · ')
  }
}
