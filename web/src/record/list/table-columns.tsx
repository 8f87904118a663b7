// The columns of a list's table, from the paths chosen.
import type { TableColumnsType } from 'antd'
import { EditableCell } from '@/record/list/editable-cell'
import type { ListProps } from '@/record/list/list-props'
import { SortHeading } from '@/record/list/sort-heading'
import { typeOf } from '@/fields/registry'
import { formatSort, nextSort, parseSort } from '@/lib/sort'
import { resolvePath, type PathField } from '@/lib/paths'
import type { JuanRecord } from '@/lib/records'
import type { ObjectDeclaration } from '@/lib/objects'

const width_title_min_px = 210

export function tableColumns({ object, list, state, change, onState }: ListProps): TableColumnsType<JuanRecord> {
  const keys = parseSort(state.sort || object.order)
  const sort = (path: string, isAdded: boolean) => onState({ sort: formatSort(nextSort(keys, path, isAdded)) })

  return state.columns.flatMap((path, column) => {
    const found = resolvePath(object, path)
    if (!found) return []
    const type = typeOf(found.field)
    const place = keys.findIndex((key) => key.path === path)
    const key = keys[place]
    return {
      key: path,
      title: (
        <SortHeading
          label={found.label}
          help={found.isPart ? null : found.field.help}
          sortKey={key}
          rank={keys.length > 1 && place >= 0 ? place + 1 : undefined}
          onSort={found.field.sortable === false ? undefined : (isAdded) => sort(path, isAdded)}
        />
      ),
      onHeaderCell: () => ({ 'aria-sort': key ? (key.isDescending ? 'descending' : 'ascending') : undefined }),
      width: columnWidth(object, found),
      align: type.align,
      className: type.align === 'right' ? 'cell-right' : undefined,
      fixed: path === object.title ? ('left' as const) : undefined,
      ellipsis: { showTitle: false },
      render: (_: unknown, record: JuanRecord, row: number) => (
        <EditableCell
          object={object}
          record={record}
          titles={list?.titles ?? {}}
          path={path}
          place={{ row, column }}
          change={change}
          onOpen={path === object.title ? () => onState({ open: record.id }) : undefined}
        />
      ),
    }
  })
}

/** A title needs room: it is what people look for. */
export function columnWidth(object: ObjectDeclaration, { path, field }: PathField): number {
  return path === object.title ? Math.max(width_title_min_px, typeOf(field).width_px) : typeOf(field).width_px
}
