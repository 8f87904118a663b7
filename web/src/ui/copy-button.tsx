// Puts a text into the clipboard, and says so.
import { useState } from 'react'
import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useT } from '@/lib/i18n'

export function CopyButton({ text }: { text: string }) {
  const t = useT()
  const [isCopied, setIsCopied] = useState(false)
  const name = t(isCopied ? 'once.copied' : 'action.copy')

  async function copy() {
    await putInClipboard(text)
    setIsCopied(true)
  }

  return (
    <Button
      type="link"
      size="small"
      icon={isCopied ? <CheckOutlined /> : <CopyOutlined />}
      title={name}
      aria-label={name}
      onClick={() => void copy()}
    />
  )
}

async function putInClipboard(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  // Browsers give a clipboard to pages that came by https only; a selection can be copied on any.
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'visually-hidden'
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}
