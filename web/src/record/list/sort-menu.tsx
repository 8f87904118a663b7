// The order of a list by several fields, for keyboards and phones; headings do the same by clicks.
import { DeleteOutlined, PlusOutlined, SortAscendingOutlined } from '@ant-design/icons'
import { Button, Popover, Segmented, Select, Tooltip } from 'antd'
import { useT } from '@/lib/i18n'
import type { ObjectDeclaration } from '@/lib/objects'
import { columnPaths } from '@/lib/paths'
import { formatSort, parseSort, type SortKey } from '@/lib/sort'

interface Props {
  object: ObjectDeclaration
  sort: string
  onChange: (sort: string) => void
}

export function SortMenu(props: Props) {
  const t = useT()
  return (
    <Popover trigger="click" placement="bottomRight" content={<SortKeys {...props} />} title={t('sort.title')}>
      <Tooltip title={t('sort.title')}>
        <Button icon={<SortAscendingOutlined />} aria-label={t('sort.title')} />
      </Tooltip>
    </Popover>
  )
}

function SortKeys({ object, sort, onChange }: Props) {
  const t = useT()
  const keys = parseSort(sort)
  const paths = columnPaths(object).filter(({ field }) => field.sortable !== false)
  const free = paths.find((entry) => !keys.some((key) => key.path === entry.path))
  const set = (next: SortKey[]) => onChange(formatSort(next))
  const replace = (index: number, next: SortKey) => set(keys.map((key, place) => (place === index ? next : key)))

  return (
    <div className="stack sort-keys">
      {keys.map((key, index) => (
        <div key={index} className="row">
          <Select
            className="grow"
            value={key.path}
            onChange={(path) => replace(index, { ...key, path })}
            options={paths.map((entry) => ({ value: entry.path, label: entry.label }))}
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={t('sort.field')}
          />
          <Segmented
            value={key.isDescending ? 'down' : 'up'}
            onChange={(value) => replace(index, { ...key, isDescending: value === 'down' })}
            options={[
              { value: 'up', label: t('sort.up') },
              { value: 'down', label: t('sort.down') },
            ]}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            onClick={() => set(keys.filter((_, place) => place !== index))}
            aria-label={t('action.remove')}
          />
        </div>
      ))}
      {free && (
        <Button
          size="small"
          icon={<PlusOutlined />}
          onClick={() => set([...keys, { path: free.path, isDescending: false }])}
        >
          {t('sort.add')}
        </Button>
      )}
    </div>
  )
}
