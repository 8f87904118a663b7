// Step 3: what the import would do, counted by the server on the real file, and every kind of row that
// would be refused, before anything is written.
import { useState } from 'react'
import { Alert, Button } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { Counts } from '@/pages/import/counts'
import { FindingsTable } from '@/pages/import/findings-table'
import { useCheck } from '@/pages/import/import-queries'
import type { CheckAnswer, Import, Plan, Preview } from '@/pages/import/import-types'
import { sentPlan } from '@/pages/import/plan'
import { SampleTable } from '@/pages/import/sample-table'
import { api } from '@/lib/api'
import { formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { ErrorBox } from '@/ui/error-box'
import { PageSkeleton } from '@/ui/page-skeleton'

interface Props {
  item: Import
  plan: Plan
  preview: Preview
}

export function CheckStep({ item, plan, preview }: Props) {
  const t = useT()
  const client = useQueryClient()
  const [, setSearch] = useSearchParams()
  const sent = sentPlan(plan)
  const check = useCheck(item.id, sent)
  const [failure, setFailure] = useState<unknown>()
  const [isStarting, setIsStarting] = useState(false)

  async function run() {
    setIsStarting(true)
    setFailure(undefined)
    try {
      const started = await api.post<Import>(`/imports/${item.id}/run`, sent)
      client.setQueryData(['imports', item.id], started)
      setSearch({}, { replace: true })
    } catch (error) {
      setFailure(error)
      setIsStarting(false)
    }
  }

  return (
    <div className="stack">
      {failure !== undefined && <ErrorBox error={failure} onRetry={() => void run()} />}
      {check.error && <ErrorBox error={check.error} onRetry={() => void check.refetch()} />}
      {check.isPending && (
        <p role="status" className="secondary">
          {t('import.checking', { count: formatNumber(preview.row_estimate) })}
        </p>
      )}
      {check.isPending && <PageSkeleton rows={6} />}
      {check.data && <Answer answer={check.data} preview={preview} />}
      <footer className="import-footer">
        <Button onClick={() => setSearch({ step: 'columns' })}>{t('import.back_to_columns')}</Button>
        <span className="grow" />
        <Button
          type="primary"
          loading={isStarting}
          disabled={!check.data || hasNothing(check.data)}
          onClick={() => void run()}
        >
          {check.data?.is_whole
            ? t('import.run', { count: formatNumber(wouldWrite(check.data)) })
            : t('import.run_start')}
        </Button>
      </footer>
    </div>
  )
}

function wouldWrite(answer: CheckAnswer): number {
  return answer.create + answer.update
}

/** Of a file that is read again, the rows tried out may all be known, and those after them not. */
function hasNothing(answer: CheckAnswer): boolean {
  return wouldWrite(answer) === 0 && (answer.is_whole || answer.skip === 0)
}

function Answer({ answer, preview }: { answer: CheckAnswer; preview: Preview }) {
  const t = useT()
  const isPart = !answer.is_whole // The server tries out the beginning of a long file.
  const part = { count: formatNumber(answer.checked_rows), all: formatNumber(preview.row_estimate) }
  return (
    <>
      {isPart && <Alert type="info" showIcon title={t('import.checked_part', part)} />}
      <Counts
        counts={[
          { name: 'create', value: answer.create, tone: 'good' },
          { name: 'update', value: answer.update, tone: 'good' },
          { name: 'skip', value: answer.skip, tone: 'plain' },
          { name: 'wrong', value: answer.wrong, tone: answer.wrong > 0 ? 'bad' : 'plain' },
        ]}
        note={isPart ? undefined : t('import.checked_all', { count: formatNumber(answer.checked_rows) })}
      />
      {hasNothing(answer) && <Alert type="error" showIcon title={t('import.nothing_to_write')} />}
      {answer.wrong > 0 && <FindingsTable answer={answer} preview={preview} />}
      {answer.sample && answer.sample.length > 0 && <SampleTable sample={answer.sample} preview={preview} />}
    </>
  )
}
