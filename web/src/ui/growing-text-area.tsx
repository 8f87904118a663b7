// A box for long texts that grows with them, by CSS: the component library's own way sets style
// attributes, which the content security policy forbids.
import type { ComponentProps } from 'react'
import { Input } from 'antd'

type Props = Omit<ComponentProps<typeof Input.TextArea>, 'autoSize'>

export function GrowingTextArea({ className, rows = 3, ...rest }: Props) {
  return <Input.TextArea rows={rows} className={['growing-text', className].filter(Boolean).join(' ')} {...rest} />
}
