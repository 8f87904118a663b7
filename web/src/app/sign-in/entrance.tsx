// The frame of the pages before the application: sign-in and first setup.
import type { ReactNode } from 'react'
import { Typography } from 'antd'
import { LanguageSwitch } from '@/app/shell/language-switch'
import { Brand } from '@/app/shell/brand'

interface Props {
  title: string
  note?: string
  children: ReactNode
}

export function Entrance({ title, note, children }: Props) {
  return (
    <div className="entrance">
      <header className="entrance-top">
        <Brand />
        <LanguageSwitch />
      </header>
      <main className="entrance-box panel">
        <Typography.Title level={1} style={{ fontSize: 22 }}>
          {title}
        </Typography.Title>
        {note && <Typography.Paragraph type="secondary">{note}</Typography.Paragraph>}
        {children}
      </main>
    </div>
  )
}
