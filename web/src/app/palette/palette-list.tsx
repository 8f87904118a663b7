// The offers of the palette, by section.
import { useEffect, useRef } from 'react'
import type { PaletteItem } from '@/app/palette/palette-items'
import { useT } from '@/lib/i18n'
import { ObjectIcon } from '@/ui/object-icon'

interface Props {
  items: PaletteItem[]
  active: number
  onHover: (index: number) => void
  onChoose: (item: PaletteItem) => void
}

export function PaletteList({ items, active, onHover, onChoose }: Props) {
  const t = useT()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div className="palette-list" id="palette-list" role="listbox" ref={list} aria-label={t('search.open')}>
      {items.map((item, index) => (
        <div key={`${item.section}:${item.path}`}>
          {items[index - 1]?.section !== item.section && (
            <div className="palette-section">{t(`search.${item.section}`)}</div>
          )}
          <div
            id={`palette-${index}`}
            role="option"
            aria-selected={index === active}
            className="palette-item"
            onMouseMove={() => onHover(index)}
            onClick={() => onChoose(item)}
          >
            <ObjectIcon name={item.icon} object={item.object} />
            <span className="grow">{item.title}</span>
            {item.subtitle && <span className="secondary">{item.subtitle}</span>}
          </div>
        </div>
      ))}
    </div>
  )
}
