// A plain horizontal bar beside a number that says the same.
export function Bar({ percent, tone = 'soft' }: { percent: number; tone?: 'soft' | 'strong' }) {
  const width = `${Math.max(0, Math.min(100, percent))}%`
  return (
    <span className="workbench-bar" aria-hidden>
      <span className={`workbench-bar-fill workbench-bar-${tone}`} style={{ width }} />
    </span>
  )
}
