// What somebody may do in the end, after their role and everything that adds to it.
import { useQuery } from '@tanstack/react-query'
import { Skeleton, Table, Tag } from 'antd'
import { api } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { fieldLabel, findField, pluralLabel, useAllObjects, type ObjectDeclaration } from '@/lib/objects'
import type { Duty } from '@/lib/session'
import { EmptyState } from '@/ui/empty-state'
import { PartFailed } from '@/ui/part-failed'

interface ObjectRights {
  read: string
  edit: string
  delete: string
  export: string
  create: boolean
  import: boolean
  where?: string
  fields?: Record<string, string>
}

interface Compiled {
  objects: Record<string, ObjectRights>
  duties: Duty[]
}

const scoped = ['read', 'edit', 'delete', 'export'] as const
const plain = ['create', 'import'] as const
const width_px = 900

export function RightsTab({ id }: { id: string }) {
  const t = useT()
  const { data: objects = [] } = useAllObjects()
  const rights = useQuery({
    queryKey: ['access', 'rights', id],
    queryFn: () => api.get<Compiled>('/access/rights', { query: { user: id } }),
    retry: false,
  })
  if (rights.error) {
    return (
      <div className="page">
        <PartFailed error={rights.error} onRetry={() => void rights.refetch()} />
      </div>
    )
  }
  if (!rights.data) return <Skeleton active className="page" />
  const rows = Object.entries(rights.data.objects).map(([name, granted]) => ({ name, ...granted }))
  const labelOf = (name: string) => {
    const object = objects.find((one) => one.name === name)
    return object ? pluralLabel(object) : name
  }
  return (
    <div className="page stack">
      <p style={{ margin: 0 }}>
        {t('user.duties')}{' '}
        {rights.data.duties.length === 0
          ? t('user.no_duties')
          : rights.data.duties.map((duty) => <Tag key={duty}>{t(`user.duty_${duty}`)}</Tag>)}
      </p>
      {rows.length === 0 ? (
        <EmptyState text={t('user.no_rights')} />
      ) : (
        <div className="panel">
          <Table
            size="small"
            rowKey="name"
            pagination={false}
            dataSource={rows}
            scroll={{ x: width_px }}
            columns={[
              { title: t('user.object'), dataIndex: 'name', fixed: 'left', width: 130, render: labelOf },
              ...scoped.map((verb) => ({
                title: t(`user.verb_${verb}`),
                dataIndex: verb,
                width: 110,
                render: (scope: string) => (
                  <span className={scope === 'none' ? 'secondary' : undefined}>{t(`user.scope_${scope}`)}</span>
                ),
              })),
              ...plain.map((verb) => ({
                title: t(`user.verb_${verb}`),
                dataIndex: verb,
                width: 70,
                render: (may: boolean) => t(may ? 'boolean.yes' : 'boolean.no'),
              })),
              {
                title: t('user.narrowed'),
                key: 'narrowed',
                render: (_: unknown, row: ObjectRights & { name: string }) => (
                  <Narrowed rights={row} object={objects.find((one) => one.name === row.name)} />
                ),
              },
            ]}
          />
        </div>
      )}
    </div>
  )
}

/** Fields one cannot see whole, and the condition on the records. */
function Narrowed({ rights, object }: { rights: ObjectRights; object: ObjectDeclaration | undefined }) {
  const t = useT()
  const guarded = Object.entries(rights.fields ?? {}).filter(([, right]) => right === 'hidden' || right === 'masked')
  if (guarded.length === 0 && !rights.where) return <span className="secondary">–</span>
  const label = (name: string) => {
    const field = object && findField(object, name)
    return field ? fieldLabel(field) : name
  }
  return (
    <span className="row row-wrap">
      {guarded.map(([name, right]) => (
        <Tag key={name}>{t(`user.field_${right}`, { field: label(name) })}</Tag>
      ))}
      {rights.where && <code>{rights.where}</code>}
    </span>
  )
}
