// Who it is, what they are worth, how fresh and complete the volume is.
import { EditOutlined } from '@ant-design/icons'
import { Button, Progress, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { MoreMenu } from '@/pages/volume/more-menu'
import type { Volume } from '@/pages/volume/volume-types'
import { isEmpty } from '@/fields/field-type'
import { FieldValue } from '@/fields/field-value'
import { formatInstant, formatNumber, formatRelative } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { fieldLabel, findField, type ObjectDeclaration } from '@/lib/objects'
import { ExplainLink } from '@/record/access/explain-link'
import { ShareButton } from '@/record/access/share-button'
import { recordTitle } from '@/record/record-title'
import { TierTag, type Tier } from '@/record/tier/tier-tag'
import { ObjectIcon } from '@/ui/object-icon'
import { PageHeader } from '@/ui/page-header'

const numbers = ['order_count', 'lifetime_value', 'last_order_at']
const ring_px = 44

interface Props {
  object: ObjectDeclaration
  volume: Volume
}

export function VolumeHeader({ object, volume }: Props) {
  const t = useT()
  const { record, completeness, size, fresh_at, titles } = volume
  const stage = findField(object, 'stage')
  return (
    <section className="panel volume-header">
      <PageHeader
        title={recordTitle(object, record)}
        icon={<ObjectIcon name={record.kind === 'organisation' ? 'apartment' : 'user'} />}
        note={
          <span className="row">
            <TierTag tier={(volume.tier?.value ?? record.value_tier) as Tier | null} />
            {stage && !isEmpty(record.stage) && <FieldValue field={stage} value={record.stage} />}
          </span>
        }
        actions={
          <>
            {(volume.rights?.edit ?? object.rights.edit) && (
              <Link to={`/customer/${record.id}/edit`}>
                <Button icon={<EditOutlined />}>{t('volume.edit_all')}</Button>
              </Link>
            )}
            {(volume.rights?.edit ?? object.rights.edit) && (
              <ShareButton object="customer" id={record.id} title={recordTitle(object, record)} />
            )}
            <ExplainLink object="customer" id={record.id} />
            <MoreMenu object={object} record={record} />
          </>
        }
      />
      <dl className="volume-numbers">
        {numbers.map((name) => {
          const field = findField(object, name)
          if (!field) return null
          return (
            <Figure key={name} name={fieldLabel(field)}>
              <FieldValue field={field} value={record[name]} titles={titles} />
            </Figure>
          )
        })}
        <Figure name={t('volume.fresh')}>
          {fresh_at ? <Tooltip title={formatInstant(fresh_at)}>{formatRelative(fresh_at)}</Tooltip> : '–'}
        </Figure>
        <Figure name={t('volume.size')}>{t('volume.size_of', { entries: formatNumber(size.entries) })}</Figure>
        <div className="volume-ring">
          <Progress
            type="circle"
            size={ring_px}
            percent={Math.round(completeness.score)}
            strokeWidth={10}
            format={(percent) => <span className="number">{percent}</span>}
            aria-label={t('volume.completeness')}
          />
          <span className="secondary">{t('volume.completeness')}</span>
        </div>
      </dl>
    </section>
  )
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="secondary">{name}</dt>
      <dd className="number">{children}</dd>
    </div>
  )
}
