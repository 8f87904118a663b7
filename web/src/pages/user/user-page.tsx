// The page of a user: the record as of any object, with the account and the rights beside it.
import { useState } from 'react'
import { Alert, Tabs } from 'antd'
import { Link, useNavigate, useParams } from 'react-router'
import { AccountActions } from '@/pages/user/account-actions'
import { RightsTab } from '@/pages/user/rights-tab'
import { RecordView } from '@/record/page/record-view'
import { useT } from '@/lib/i18n'
import { useObject } from '@/lib/objects'
import { useRecord } from '@/lib/records'
import { useDuty, useSession } from '@/lib/session'
import { PageSkeleton } from '@/ui/page-skeleton'
import '@/pages/user/words/words'

export default function UserPage() {
  const t = useT()
  const navigate = useNavigate()
  const { id = '' } = useParams()
  const object = useObject('user')
  const answer = useRecord('user', id)
  const isGuard = useDuty('security')
  const isSystem = useDuty('system')
  const me = useSession().user.id
  const [tab, setTab] = useState('record')
  if (!object) return <PageSkeleton />
  const view = <RecordView object={object} id={id} onGone={() => void navigate('/user', { replace: true })} />
  const record = answer.data?.record
  const isManager = record?.manager === me
  if (!record || (!isGuard && !isSystem && !isManager)) return view
  return (
    <>
      <AccountActions record={record} isManager={isManager} />
      {record.is_active === false && (
        <Alert
          banner
          type="warning"
          showIcon
          title={t('user.inactive')}
          action={<Link to={`/hand-over?from=${id}`}>{t('user.hand_over')}</Link>}
        />
      )}
      {!isGuard && view}
      {isGuard && (
        <Tabs
          className="user-tabs"
          activeKey={tab}
          onChange={setTab}
          tabBarStyle={{ margin: '0 16px' }}
          destroyOnHidden
          items={[
            { key: 'record', label: t('user.tab_record'), children: view },
            { key: 'rights', label: t('user.tab_rights'), children: <RightsTab id={id} /> },
          ]}
        />
      )}
    </>
  )
}
