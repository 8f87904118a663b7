// The records that link to one, as tabs: the orders, contacts and tasks of a customer.
import { Tabs } from 'antd'
import { RelatedTab } from '@/record/related-tab'
import { useRelations, type Relation } from '@/record/use-relations'
import { useLanguage } from '@/lib/language'
import { fieldLabel, pluralLabel, type ObjectDeclaration } from '@/lib/objects'

interface Props {
  object: ObjectDeclaration
  id: string
}

export function RelatedRecords({ object, id }: Props) {
  useLanguage()
  const relations = useRelations(object, id)
  if (relations.length === 0) return null
  return (
    <section className="panel">
      <Tabs
        size="small"
        items={relations.map((relation) => ({
          key: `${relation.object.name}.${relation.link.name}`,
          label: (
            <>
              {labelOf(relation, relations)} <span className="secondary number">{relation.list?.total ?? ''}</span>
            </>
          ),
          children: <RelatedTab relation={relation} id={id} />,
        }))}
      />
    </section>
  )
}

/** The name of the link is said only where one object links in several ways. */
function labelOf(relation: Relation, all: Relation[]): string {
  const isOnly = all.filter((other) => other.object.name === relation.object.name).length === 1
  const name = pluralLabel(relation.object)
  return isOnly ? name : `${name} · ${fieldLabel(relation.link)}`
}
