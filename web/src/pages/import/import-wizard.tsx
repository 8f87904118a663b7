// One import from its columns to its result. What is shown follows from the state on the server and
// ?step= in the address, so a reload, or a colleague with the link, sees the same.
import { Steps } from 'antd'
import { useSearchParams } from 'react-router'
import { CheckStep } from '@/pages/import/check-step'
import { useImport, usePreview } from '@/pages/import/import-queries'
import { ImportStateTag } from '@/pages/import/import-state'
import { isUnderWay, type Import } from '@/pages/import/import-types'
import { MappingStep } from '@/pages/import/mapping-step'
import { planOf } from '@/pages/import/plan'
import { ResultStep } from '@/pages/import/result-step'
import { RunStep } from '@/pages/import/run-step'
import { usePlan } from '@/pages/import/use-plan'
import { formatBytes } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { useIsPhone } from '@/lib/use-is-phone'
import { ErrorBox } from '@/ui/error-box'
import { PageHeader } from '@/ui/page-header'
import { PageSkeleton } from '@/ui/page-skeleton'

type Step = 'file' | 'columns' | 'check' | 'run' | 'result'
const steps: Step[] = ['file', 'columns', 'check', 'run', 'result']

export function ImportWizard({ id }: { id: string }) {
  const t = useT()
  const isPhone = useIsPhone()
  const { data: item, error, refetch } = useImport(id)
  const [search] = useSearchParams()
  if (error && !item)
    return (
      <div className="page">
        <ErrorBox error={error} onRetry={() => void refetch()} />
      </div>
    )
  if (!item) return <PageSkeleton />
  const step = stepOf(item, search.get('step'))
  return (
    <div className="page stack">
      <PageHeader
        title={item.name}
        note={
          <>
            {formatBytes(item.bytes)} <ImportStateTag item={item} />
          </>
        }
      />
      <Steps
        size="small"
        current={steps.indexOf(step)}
        responsive={false}
        type={isPhone ? 'inline' : undefined}
        items={steps.map((name) => ({ title: t(`import.step.${name}`) }))}
      />
      {step === 'run' && <RunStep item={item} />}
      {step === 'result' && <ResultStep item={item} />}
      {(step === 'columns' || step === 'check') && <Planning item={item} step={step} />}
    </div>
  )
}

function stepOf(item: Import, wanted: string | null): Step {
  if (item.state === 'uploaded') return wanted === 'check' ? 'check' : 'columns'
  if (item.may_run && (wanted === 'columns' || wanted === 'check')) return wanted
  return isUnderWay(item.state) ? 'run' : 'result'
}

/** The steps before anything is written: they share the preview and the plan. */
function Planning({ item, step }: { item: Import; step: 'columns' | 'check' }) {
  const [draft, keepDraft] = usePlan(item.id)
  const { data: preview, error, refetch, isFetching } = usePreview(item.id, draft?.object)
  if (error) return <ErrorBox error={error} onRetry={() => void refetch()} />
  if (!preview) return <PageSkeleton rows={12} />
  const plan = planOf(draft, preview)
  if (step === 'check') return <CheckStep item={item} plan={plan} preview={preview} />
  return (
    <MappingStep
      preview={preview}
      plan={plan}
      isBusy={isFetching}
      onChange={keepDraft}
      onObject={(object) => keepDraft({ object, policy: plan.policy })}
    />
  )
}
