// The page of a role: name, duties, and the table of rights; opens empty for a new one.
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { App, Alert, Button, Popconfirm } from 'antd'
import { useNavigate, useParams } from 'react-router'
import { RightsTable } from '@/pages/role/rights-table'
import { changesOf, useRoleDraft } from '@/pages/role/role-draft'
import { RoleFacts } from '@/pages/role/role-facts'
import type { DeclaredObject } from '@/pages/role/rights'
import { RelatedRecords } from '@/record/related'
import { ApiError } from '@/lib/api'
import { useT } from '@/lib/i18n'
import { useAllObjects, useObject, type ObjectDeclaration } from '@/lib/objects'
import { changeRecord, createRecord, deleteRecord, refreshObject, useRecord, type JuanRecord } from '@/lib/records'
import { ErrorBox, sentenceOf } from '@/ui/error-box'
import { ObjectIcon } from '@/ui/object-icon'
import { PageHeader } from '@/ui/page-header'
import { PageSkeleton } from '@/ui/page-skeleton'
import '@/pages/role/role.css'
import '@/pages/role/words/words'

export default function RolePage() {
  const { id = '' } = useParams()
  const isNew = id === 'new'
  const object = useObject('role')
  const answer = useRecord('role', isNew ? undefined : id)
  if (answer.error) {
    return (
      <div className="page">
        <ErrorBox error={answer.error} onRetry={() => void answer.refetch()} />
      </div>
    )
  }
  if (!object || (!isNew && !answer.data)) return <PageSkeleton />
  const record = answer.data?.record ?? null
  const rights = answer.data?.rights ?? object.rights
  return (
    <Editor
      key={`${id}.${record?.version ?? 0}`}
      object={object}
      record={record}
      canEdit={isNew ? object.rights.create : rights.edit}
      canDelete={!isNew && rights.delete}
    />
  )
}

interface Props {
  object: ObjectDeclaration
  record: JuanRecord | null
  canEdit: boolean
  canDelete: boolean
}

function Editor({ object, record, canEdit, canDelete }: Props) {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const objects = useAllObjects<DeclaredObject>()
  const { draft, original, isDirty, change, reset, forget } = useRoleDraft(record, object)
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)
  const isStale = error instanceof ApiError && error.status === 412

  async function save() {
    setIsBusy(true)
    setError(undefined)
    try {
      const changes = changesOf(object, draft, original)
      const saved = record
        ? await changeRecord('role', record.id, record.version, changes)
        : await createRecord('role', changes)
      forget()
      message.success(t('role.saved'))
      refreshObject(client, 'role')
      if (!record) await navigate(`/role/${saved.record.id}`, { replace: true })
    } catch (failure) {
      setError(failure)
    } finally {
      setIsBusy(false)
    }
  }

  async function remove() {
    if (!record) return
    try {
      await deleteRecord('role', record.id, record.version)
      forget()
      await navigate('/role', { replace: true })
      refreshObject(client, 'role')
    } catch (failure) {
      message.error(sentenceOf(failure))
    }
  }

  return (
    <div className="page stack">
      <PageHeader
        title={record ? original.name : t('role.new')}
        icon={<ObjectIcon name={object.icon} object="role" />}
        note={isDirty && record ? t('role.unsaved') : undefined}
        actions={
          canEdit && (
            <>
              {canDelete && (
                <Popconfirm
                  title={t('role.delete_sure')}
                  okText={t('action.delete')}
                  okButtonProps={{ danger: true }}
                  onConfirm={remove}
                >
                  <Button danger type="text">
                    {t('action.delete')}
                  </Button>
                </Popconfirm>
              )}
              {isDirty && <Button onClick={reset}>{t('role.undo')}</Button>}
              <Button type="primary" disabled={!isDirty} loading={isBusy} onClick={() => void save()}>
                {t('action.save')}
              </Button>
            </>
          )
        }
      />
      {error !== undefined && <ErrorBox error={error} />}
      {isStale && (
        <Alert
          type="info"
          showIcon
          title={t('role.stale')}
          action={
            <Button
              size="small"
              onClick={() => {
                forget()
                void client.invalidateQueries({ queryKey: ['record', 'role'] })
              }}
            >
              {t('role.load_theirs')}
            </Button>
          }
        />
      )}
      {!canEdit && <Alert type="info" showIcon title={t('role.read_only')} />}
      <RoleFacts object={object} draft={draft} canEdit={canEdit} onChange={change} />
      <section className="panel">
        <h2 className="section-title">{t('role.rights')}</h2>
        {draft.code === 'administrator' ? (
          <Alert type="info" showIcon title={t('role.administrator')} />
        ) : (
          <>
            <p className="secondary section-note">{t('role.rights_note')}</p>
            {objects.error && <ErrorBox error={objects.error} onRetry={() => void objects.refetch()} />}
            {objects.data && (
              <RightsTable
                objects={objects.data}
                code={draft.code}
                rights={draft.rights}
                canEdit={canEdit}
                onChange={(rights) => change({ rights })}
              />
            )}
          </>
        )}
      </section>
      {record && <RelatedRecords object={object} id={record.id} />}
    </div>
  )
}
