// Which columns a list shows, and in which order.
import { useState } from 'react'
import { ArrowDownOutlined, ArrowUpOutlined, TableOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Popover, Tooltip } from 'antd'
import { useT } from '@/lib/i18n'
import type { ObjectDeclaration } from '@/lib/objects'
import { columnPaths, type PathField } from '@/lib/paths'

interface Props {
  object: ObjectDeclaration
  columns: string[]
  onChange: (columns: string[]) => void
}

export function ColumnChooser(props: Props) {
  const t = useT()
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      content={<Chooser {...props} />}
      title={t('columns.title')}
    >
      <Tooltip title={t('columns.title')}>
        <Button icon={<TableOutlined />} aria-label={t('columns.title')} />
      </Tooltip>
    </Popover>
  )
}

function Chooser({ object, columns, onChange }: Props) {
  const t = useT()
  const [text, setText] = useState('')
  const all = columnPaths(object)
  const chosen = columns.flatMap((path) => all.find((candidate) => candidate.path === path) ?? [])
  const others = all.filter((candidate) => !columns.includes(candidate.path))
  const matching = (entry: PathField) => entry.label.toLowerCase().includes(text.toLowerCase())

  function move(path: string, step: number) {
    const at = columns.indexOf(path)
    const next = columns.filter((column) => column !== path)
    next.splice(Math.max(0, at + step), 0, path)
    onChange(next)
  }

  function toggle(path: string) {
    const next = columns.includes(path) ? columns.filter((column) => column !== path) : [...columns, path]
    if (next.length > 0) onChange(next)
  }

  return (
    <div className="column-chooser">
      <Input
        placeholder={t('columns.search')}
        aria-label={t('columns.search')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        allowClear
      />
      <div className="column-list">
        {chosen.filter(matching).map((entry) => (
          <div key={entry.path} className="row">
            <Checkbox checked className="grow" onChange={() => toggle(entry.path)}>
              {entry.label}
            </Checkbox>
            <Button
              size="small"
              type="text"
              icon={<ArrowUpOutlined />}
              onClick={() => move(entry.path, -1)}
              aria-label={t('columns.up', { name: entry.label })}
            />
            <Button
              size="small"
              type="text"
              icon={<ArrowDownOutlined />}
              onClick={() => move(entry.path, 1)}
              aria-label={t('columns.down', { name: entry.label })}
            />
          </div>
        ))}
        <hr className="menu-rule" />
        {others.filter(matching).map((entry) => (
          <div key={entry.path}>
            <Checkbox checked={false} onChange={() => toggle(entry.path)}>
              {entry.label}
            </Checkbox>
          </div>
        ))}
      </div>
      <Button size="small" onClick={() => onChange(object.list)}>
        {t('columns.reset')}
      </Button>
    </div>
  )
}
