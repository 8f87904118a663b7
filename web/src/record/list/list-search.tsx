// The search box of a list: asks when typing pauses, at once with Enter.
import { useCallback, useEffect, useState } from 'react'
import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useT } from '@/lib/i18n'

const typing_pause_ms = 400

interface Props {
  value: string
  onChange: (text: string) => void
}

export function ListSearch({ value, onChange }: Props) {
  const t = useT()
  const [text, setText] = useState(value)
  const [isComposing, setIsComposing] = useState(false)
  const [asked, setAsked] = useState(value)
  const [seen, setSeen] = useState(value)

  // The answer to what was asked never replaces what has been typed since; another address does.
  if (value !== seen) {
    setSeen(value)
    if (value !== asked) {
      setAsked(value)
      setText(value)
    }
  }

  const ask = useCallback(
    (next: string) => {
      setAsked(next)
      onChange(next)
    },
    [onChange],
  )

  useEffect(() => {
    if (isComposing || text.trim() === asked) return
    const timer = setTimeout(() => ask(text.trim()), typing_pause_ms)
    return () => clearTimeout(timer)
  }, [text, asked, isComposing, ask])

  return (
    <Input
      className="list-search"
      prefix={<SearchOutlined />}
      placeholder={t('list.search')}
      aria-label={t('list.search')}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onCompositionStart={() => setIsComposing(true)}
      onCompositionEnd={() => setIsComposing(false)}
      onPressEnter={() => ask(text.trim())}
      allowClear
      type="search"
    />
  )
}
