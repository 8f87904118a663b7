// A list with everything around it: search, filter, columns, selection, pages, and the drawer.
import { useRecords } from '@/lib/records'
import type { ObjectDeclaration } from '@/lib/objects'
import { pluralLabel } from '@/lib/objects'
import { formatNumber } from '@/lib/format'
import { useNavigate } from 'react-router'
import { useT } from '@/lib/i18n'
import { isShownByPage } from '@/lib/page'
import { useIsPhone } from '@/lib/use-is-phone'
import { BulkBar } from '@/record/bulk/bulk-bar'
import { useChangeRecord } from '@/record/change/use-change-record'
import { FilterBar } from '@/record/list/filter/filter-bar'
import { ListActions } from '@/record/list/list-actions'
import { ListEmpty } from '@/record/list/list-empty'
import { ListPages } from '@/record/list/list-pages'
import { ListSearch } from '@/record/list/list-search'
import { RecordCards } from '@/record/list/record-cards'
import { RecordDrawer } from '@/record/list/record-drawer'
import { RecordsTable } from '@/record/list/records-table'
import { useListState, type ListState } from '@/record/list/use-list-state'
import { useSelection } from '@/record/list/use-selection'
import { ErrorBox } from '@/ui/error-box'
import { ObjectIcon } from '@/ui/object-icon'
import { PageHeader } from '@/ui/page-header'
import '@/record/list/list.css'

export function ListView({ object }: { object: ObjectDeclaration }) {
  const t = useT()
  const isPhone = useIsPhone()
  const navigate = useNavigate()
  const { state, change } = useListState(object)
  const changeState = (next: Partial<ListState>) =>
    next.open && isShownByPage(object.name) ? void navigate(`/${object.name}/${next.open}`) : change(next)
  const { filter, q, page, size } = state
  const order_by = state.sort || object.order || undefined
  const list = useRecords(object.name, { filter, q, order_by, page, page_size: size })
  const selection = useSelection(`${object.name}|${filter}|${q}`)
  const { change: changeRecord, dialog } = useChangeRecord(object)
  const total = list.data?.total ?? 0
  const shared = {
    object,
    list: list.data,
    state,
    selection,
    change: changeRecord,
    onState: changeState,
    isLoading: list.isPending,
  }

  return (
    <div className="page list-page">
      <PageHeader
        title={pluralLabel(object)}
        icon={<ObjectIcon name={object.icon} object={object.name} />}
        note={list.data && t('list.total', { total: formatNumber(total) })}
        actions={
          <ListActions
            object={object}
            state={state}
            onState={changeState}
            onReload={() => void list.refetch()}
            isLoading={list.isFetching}
            total={total}
          />
        }
      />
      <div className="list-tools">
        <ListSearch value={q} onChange={(text) => changeState({ q: text })} />
        <FilterBar
          object={object}
          value={filter}
          titles={list.data?.titles ?? {}}
          onChange={(text) => changeState({ filter: text })}
        />
      </div>
      {list.error && <ErrorBox error={list.error} onRetry={() => void list.refetch()} />}
      {selection.isActive && <BulkBar object={object} selection={selection} total={total} query={{ filter, q }} />}
      {isPhone ? <RecordCards {...shared} /> : <RecordsTable {...shared} />}
      {list.data && total === 0 && !list.error && (
        <ListEmpty
          object={object}
          isFiltered={Boolean(filter || q)}
          onClear={() => changeState({ filter: '', q: '' })}
        />
      )}
      {total > 0 && <ListPages total={total} page={page} size={size} onChange={changeState} />}
      <RecordDrawer object={object} id={state.open} list={list.data} onOpen={(id) => changeState({ open: id })} />
      {dialog}
    </div>
  )
}
