// The search palette (⌘K): records of every object, recent ones, pages, things to create. All by
// keyboard: type, arrows, Enter, Escape.
import { useState, type KeyboardEvent } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Input, Modal, Spin, type InputRef } from 'antd'
import { useNavigate } from 'react-router'
import { useMenuGroups } from '@/app/shell/use-menu-groups'
import { paletteItems, type PaletteItem, type SearchHit } from '@/app/palette/palette-items'
import { PaletteList } from '@/app/palette/palette-list'
import { api } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { useObjects } from '@/lib/objects'
import { recentRecords } from '@/lib/recent'
import { useLate } from '@/lib/use-late'
import { ErrorBox } from '@/ui/error-box'
import { useFocusReturn } from '@/ui/use-focus-return'
import '@/app/palette/palette.css'

const typing_pause_ms = 180

export default function Palette({ onClose }: { onClose: () => void }) {
  useFocusReturn()
  const t = useT()
  const navigate = useNavigate()
  const groups = useMenuGroups() ?? []
  const { data: objects = [] } = useObjects()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const q = useLate(text.trim(), typing_pause_ms)
  const search = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => api.get<{ items: SearchHit[] }>('/search', { query: { q }, signal }),
    enabled: q.length > 0,
  })
  const hits = q && search.data ? search.data.items : []
  const items = paletteItems({
    text: text.trim(),
    hits,
    recent: recentRecords(),
    groups,
    objects,
  })
  const place = Math.min(active, Math.max(0, items.length - 1))

  function type(next: string) {
    setText(next)
    setActive(0)
  }

  function go(item: PaletteItem) {
    onClose()
    void navigate(item.path)
  }

  function press(event: KeyboardEvent) {
    const item = items[place]
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setActive((place + 1) % Math.max(1, items.length))
    else if (event.key === 'ArrowUp') setActive((place - 1 + items.length) % Math.max(1, items.length))
    else if (event.key === 'Enter' && item) go(item)
    else return
    event.preventDefault()
  }

  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      closable={false}
      width={640}
      style={{ top: 72 }}
      styles={{ container: { padding: 0 } }}
      aria-label={t('search.open')}
    >
      <div onKeyDown={press}>
        <Input
          ref={focus}
          size="large"
          variant="borderless"
          className="palette-input"
          placeholder={t('search.placeholder')}
          value={text}
          onChange={(event) => type(event.target.value)}
          suffix={search.isFetching ? <Spin size="small" /> : null}
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={items[place] ? `palette-${place}` : undefined}
        />
        {search.error && <ErrorBox error={search.error} />}
        <PaletteList items={items} active={place} onHover={setActive} onChoose={go} />
        {items.length === 0 && !search.isFetching && <p className="palette-none">{t('search.none', { text })}</p>}
        <p className="palette-hint">{t('search.hint')}</p>
      </div>
    </Modal>
  )
}

function focus(input: InputRef | null): void {
  // After the dialog has taken the focus for itself.
  if (input) setTimeout(() => input.focus(), 50)
}
