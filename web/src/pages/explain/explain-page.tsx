// Choose a person, a record and what they would do; the server's own judgement is shown, step by step. What
// was asked stands in the address, so that an answer can be sent as a link.
import { useQuery } from '@tanstack/react-query'
import { Form, Input, Select, Skeleton } from 'antd'
import { useSearchParams } from 'react-router'
import { Answer, type Explanation } from '@/pages/explain/answer'
import { LinkSelect } from '@/record/access/link-select'
import { api } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { fieldLabel, objectLabel, useAllObjects } from '@/lib/objects'
import { EmptyState } from '@/ui/empty-state'
import { PageHeader } from '@/ui/page-header'
import { PartFailed } from '@/ui/part-failed'
import '@/pages/explain/explain.css'
import '@/pages/explain/words/words'

const verbs = ['read', 'edit', 'delete', 'export']

export default function ExplainPage() {
  const t = useT()
  const [search, setSearch] = useSearchParams()
  const { data: objects = [] } = useAllObjects()
  const asked = {
    user: search.get('user') ?? '',
    object: search.get('object') ?? 'customer',
    id: search.get('id') ?? '',
    verb: search.get('verb') ?? 'read',
    field: search.get('field') ?? '',
  }
  const object = objects.find((one) => one.name === asked.object)
  const canAsk = Boolean(asked.user && asked.id)
  const answer = useQuery({
    queryKey: ['access', 'explain', asked],
    queryFn: () => api.get<Explanation>('/access/explain', { query: asked }),
    enabled: canAsk,
    retry: false,
  })

  function ask(next: Partial<typeof asked>) {
    setSearch(new URLSearchParams(Object.entries({ ...asked, ...next }).filter(([, value]) => value !== '')), {
      replace: true,
    })
  }

  return (
    <div className="page stack">
      <PageHeader title={t('explain.title')} />
      <Form layout="vertical" className="panel explain-form">
        <Form.Item label={t('explain.user')} htmlFor="explain-user">
          <LinkSelect id="explain-user" object="user" value={asked.user} onChange={(id) => ask({ user: id ?? '' })} />
        </Form.Item>
        <Form.Item label={t('explain.verb')} htmlFor="explain-verb">
          <Select
            id="explain-verb"
            value={asked.verb}
            onChange={(verb) => ask({ verb })}
            options={verbs.map((verb) => ({ value: verb, label: t(`explain.verb_${verb}`) }))}
          />
        </Form.Item>
        <Form.Item label={t('explain.object')} htmlFor="explain-object">
          <Select
            id="explain-object"
            value={asked.object}
            onChange={(name) => ask({ object: name, id: '', field: '' })}
            options={objects.map((one) => ({ value: one.name, label: objectLabel(one) }))}
            showSearch={{ optionFilterProp: 'label' }}
          />
        </Form.Item>
        <Form.Item label={t('explain.record')} htmlFor="explain-record">
          {object?.rights.read ? (
            <LinkSelect
              key={asked.object}
              id="explain-record"
              object={asked.object}
              value={asked.id}
              onChange={(id) => ask({ id: id ?? '', field: '' })}
            />
          ) : (
            <Input
              id="explain-record"
              placeholder={t('explain.record_id')}
              defaultValue={asked.id}
              onPressEnter={(event) => ask({ id: lastPart(event.currentTarget.value) })}
              onBlur={(event) => ask({ id: lastPart(event.currentTarget.value) })}
            />
          )}
        </Form.Item>
        <Form.Item label={t('explain.field')} htmlFor="explain-field">
          <Select
            id="explain-field"
            allowClear
            value={asked.field || undefined}
            placeholder={t('explain.no_field')}
            onChange={(field) => ask({ field: field ?? '' })}
            options={(object?.fields ?? []).map((field) => ({ value: field.name, label: fieldLabel(field) }))}
            showSearch={{ optionFilterProp: 'label' }}
          />
        </Form.Item>
      </Form>
      {!canAsk && <EmptyState text={t('explain.begin')} />}
      {answer.error && <PartFailed error={answer.error} onRetry={() => void answer.refetch()} />}
      {canAsk && answer.isPending && <Skeleton active />}
      {answer.data && <Answer explanation={answer.data} hasField={asked.field !== ''} />}
    </div>
  )
}

/** People paste the address of a record; its id stands at the end. */
function lastPart(text: string): string {
  return text.trim().split(/[/?#]/).filter(Boolean).at(-1) ?? ''
}
