// The records of a list on a narrow screen: a card each, with the title and the first columns.
import { Checkbox, Skeleton } from 'antd'
import { CardFacts } from '@/record/card-facts'
import type { ListProps } from '@/record/list/list-props'
import { recordTitle } from '@/record/record-title'
import { useT } from '@/lib/i18n'

const shown_max = 5

export function RecordCards({ object, list, state, selection, onState, isLoading }: ListProps) {
  const t = useT()
  if (isLoading) return <Skeleton active paragraph={{ rows: 10 }} />
  return (
    <ul className="record-cards">
      {list?.items.map((record) => {
        const title = recordTitle(object, record, list.titles)
        return (
          <li key={record.id} className="panel">
            <div className="row">
              <a
                className="grow card-title"
                href={`/${object.name}/${record.id}`}
                onClick={(event) => {
                  event.preventDefault()
                  onState({ open: record.id })
                }}
              >
                {title}
              </a>
              <Checkbox
                checked={selection.isAllMatching || selection.records.has(record.id)}
                onChange={() => selection.toggle(record)}
                aria-label={t('list.select', { title })}
              />
            </div>
            <CardFacts
              object={object}
              record={record}
              titles={list.titles}
              paths={state.columns.filter((path) => path !== object.title)}
              count_max={shown_max}
            />
          </li>
        )
      })}
    </ul>
  )
}
