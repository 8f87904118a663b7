// Nothing to show, said plainly, with the next step at hand.
import { Empty } from 'antd'
import type { ReactNode } from 'react'

interface Props {
  text: string
  /** Usually a button. */
  children?: ReactNode
}

export function EmptyState({ text, children }: Props) {
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text}>
      {children}
    </Empty>
  )
}
