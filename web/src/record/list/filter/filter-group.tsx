// A group of conditions that hold all, or any of them; groups may hold groups.
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Segmented } from 'antd'
import { FilterTerm, newTerm } from '@/record/list/filter/filter-term'
import { newGroup, type Group, type Node } from '@/lib/filter/filter'
import { useT } from '@/lib/i18n'
import type { ObjectDeclaration } from '@/lib/objects'

const depth_max = 3

interface Props {
  object: ObjectDeclaration
  group: Group
  depth: number
  onChange: (group: Group) => void
  onRemove?: () => void
}

export function FilterGroup({ object, group, depth, onChange, onRemove }: Props) {
  const t = useT()
  const set = (children: Node[]) => onChange({ ...group, children })
  const replace = (index: number, node: Node) =>
    set(group.children.map((child, place) => (place === index ? node : child)))
  const remove = (index: number) => set(group.children.filter((_, place) => place !== index))

  return (
    <div className={depth > 0 ? 'filter-group' : undefined} role="group" aria-label={t(`filter.${group.join}`)}>
      <div className="row row-wrap" style={{ marginBottom: 8 }}>
        <Segmented
          size="small"
          value={group.join}
          onChange={(join) => onChange({ ...group, join })}
          options={[
            { value: 'and' as const, label: t('filter.and') },
            { value: 'or' as const, label: t('filter.or') },
          ]}
        />
        <Checkbox
          checked={group.isNegated}
          onChange={(event) => onChange({ ...group, isNegated: event.target.checked })}
        >
          {t('filter.not')}
        </Checkbox>
        {onRemove && (
          <Button
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            onClick={onRemove}
            aria-label={t('filter.remove_group')}
          />
        )}
      </div>
      {group.children.map((child, index) =>
        child.kind === 'term' ? (
          <FilterTerm
            key={index}
            object={object}
            term={child}
            onChange={(term) => replace(index, term)}
            onRemove={() => remove(index)}
          />
        ) : (
          <div key={index} style={{ marginBottom: 8 }}>
            <FilterGroup
              object={object}
              group={child}
              depth={depth + 1}
              onChange={(next) => replace(index, next)}
              onRemove={() => remove(index)}
            />
          </div>
        ),
      )}
      <div className="row">
        <Button size="small" icon={<PlusOutlined />} onClick={() => set([...group.children, newTerm(object)])}>
          {t('filter.add_term')}
        </Button>
        {depth < depth_max && (
          <Button
            size="small"
            onClick={() => set([...group.children, newGroup(group.join === 'and' ? 'or' : 'and', [newTerm(object)])])}
          >
            {t('filter.add_group')}
          </Button>
        )}
      </div>
    </div>
  )
}
