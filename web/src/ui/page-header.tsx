// The heading of a page: title, a quiet line beside it, actions at the right. Names the tab too.
import { useEffect, type ReactNode } from 'react'

interface Props {
  title: string
  icon?: ReactNode
  /** Beside the title: a total, a status. */
  note?: ReactNode
  actions?: ReactNode
}

export function PageHeader({ title, icon, note, actions }: Props) {
  useEffect(() => {
    document.title = title ? `${title} · Juan 卷` : 'Juan 卷'
  }, [title])
  return (
    <header className="page-header">
      {icon}
      <h1>{title}</h1>
      {note && <span className="secondary">{note}</span>}
      {actions && <div className="page-header-actions">{actions}</div>}
    </header>
  )
}
