// The filter of a list: a chip for each condition, a builder behind them, and the text itself for
// what the builder cannot say.
import { useState } from 'react'
import { FilterOutlined } from '@ant-design/icons'
import { Button, Modal, Segmented, Tag } from 'antd'
import { FilterGroup } from '@/record/list/filter/filter-group'
import { FilterText } from '@/record/list/filter/filter-text'
import { describe } from '@/record/list/filter/describe'
import { useT } from '@/lib/i18n'
import { useLanguage } from '@/lib/language'
import { newGroup, type Group } from '@/lib/filter/filter'
import { formatFilter } from '@/lib/filter/format'
import { parseFilter } from '@/lib/filter/parse'
import type { ObjectDeclaration } from '@/lib/objects'
import type { Titles } from '@/lib/records'
import { filterPaths, resolvePath } from '@/lib/paths'
import { useFocusReturn } from '@/ui/use-focus-return'

interface Props {
  object: ObjectDeclaration
  value: string
  titles: Titles
  onChange: (filter: string) => void
}

export function FilterBar({ object, value, titles, onChange }: Props) {
  const t = useT()
  useLanguage()
  const [isOpen, setIsOpen] = useState(false)
  const tree = understood(object, value)
  const chips = !tree ? [] : tree.join === 'and' && !tree.isNegated ? tree.children : [tree]

  function without(index: number) {
    if (!tree || chips[0] === tree) return onChange('')
    onChange(formatFilter({ ...tree, children: tree.children.filter((_, place) => place !== index) }))
  }

  return (
    <div className="filter-bar">
      <Button icon={<FilterOutlined />} onClick={() => setIsOpen(true)}>
        {t('filter.title')}
      </Button>
      {chips.map((node, index) => (
        <Tag key={index} className="filter-chip" closable onClose={() => without(index)} aria-label={t('filter.chip')}>
          <button type="button" className="chip-button" onClick={() => setIsOpen(true)}>
            <span className="ellipsis">{describe(object, node, titles)}</span>
          </button>
        </Tag>
      ))}
      {value && !tree && (
        <Tag className="filter-chip" closable onClose={() => onChange('')}>
          <button type="button" className="chip-button" onClick={() => setIsOpen(true)}>
            <code className="ellipsis">{value}</code>
          </button>
        </Tag>
      )}
      {value && (
        <Button type="link" size="small" onClick={() => onChange('')}>
          {t('filter.clear')}
        </Button>
      )}
      {isOpen && <FilterDialog object={object} value={value} onClose={() => setIsOpen(false)} onApply={onChange} />}
    </div>
  )
}

/** The tree, when the builder can show it and knows every path in it. */
export function understood(object: ObjectDeclaration, text: string): Group | null {
  const tree = parseFilter(text)
  return tree && knows(object, tree) ? tree : null
}

function knows(object: ObjectDeclaration, group: Group): boolean {
  return group.children.every((child) =>
    child.kind === 'group' ? knows(object, child) : Boolean(resolvePath(object, child.path)),
  )
}

interface DialogProps {
  object: ObjectDeclaration
  value: string
  onClose: () => void
  onApply: (filter: string) => void
}

function FilterDialog({ object, value, onClose, onApply }: DialogProps) {
  useFocusReturn()
  const t = useT()
  const start = understood(object, value)
  const [tree, setTree] = useState<Group>(() => begun(object, start))
  const [text, setText] = useState(value)
  const [mode, setMode] = useState<'builder' | 'text'>(start ? 'builder' : 'text')
  const written = mode === 'text' ? text.trim() : formatFilter(tree)

  function switchTo(next: 'builder' | 'text') {
    if (next === 'text') setText(formatFilter(tree))
    else setTree(begun(object, understood(object, text)))
    setMode(next)
  }

  function apply() {
    onApply(written)
    onClose()
  }

  return (
    <Modal
      open
      width={720}
      title={t('filter.title')}
      onCancel={onClose}
      onOk={apply}
      okText={t('action.apply')}
      cancelText={t('action.cancel')}
    >
      <div className="stack">
        <Segmented
          style={{ alignSelf: 'start' }}
          value={mode}
          onChange={switchTo}
          options={[
            { value: 'builder', label: t('filter.builder'), disabled: mode === 'text' && !understood(object, text) },
            { value: 'text', label: t('filter.text') },
          ]}
        />
        {mode === 'builder' ? (
          <FilterGroup object={object} group={tree} depth={0} onChange={setTree} />
        ) : (
          <FilterText object={object} value={text} onChange={setText} onApply={apply} />
        )}
      </div>
    </Modal>
  )
}

/** An empty builder offers one term to fill in. */
function begun(object: ObjectDeclaration, tree: Group | null): Group {
  if (tree && tree.children.length > 0) return tree
  const path = filterPaths(object)[0]?.path
  return newGroup('and', path ? [{ kind: 'term', path, operator: 'has', values: [''] }] : [])
}
