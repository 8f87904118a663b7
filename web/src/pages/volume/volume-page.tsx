// One customer, whole: facts at the left, the timeline in the middle, what belongs to them at the
// right. On a phone the three are tabs.
import { useEffect, useState } from 'react'
import { Segmented } from 'antd'
import { useParams } from 'react-router'
import { Facts } from '@/pages/volume/facts'
import { RecordDrawer } from '@/pages/volume/record-drawer'
import { Side } from '@/pages/volume/side'
import { SimilarBanner } from '@/pages/volume/similar-banner'
import { Timeline } from '@/pages/volume/timeline'
import { VolumeHeader } from '@/pages/volume/volume-header'
import { useVolume } from '@/pages/volume/volume-queries'
import type { Volume } from '@/pages/volume/volume-types'
import { useT } from '@/lib/i18n'
import { useObject, type ObjectDeclaration } from '@/lib/objects'
import { noteRecent } from '@/lib/recent'
import { useIsPhone } from '@/lib/use-is-phone'
import { RecordMissing } from '@/record/record-missing'
import { recordTitle } from '@/record/record-title'
import { PageSkeleton } from '@/ui/page-skeleton'
import '@/pages/volume/words/words'
import '@/pages/volume/volume.css'

export default function VolumePage() {
  const { id = '' } = useParams()
  const object = useObject('customer')
  const { data: volume, error, refetch } = useVolume(id)
  const title = object && volume ? recordTitle(object, volume.record) : ''
  useEffect(() => {
    if (title) noteRecent({ object: 'customer', id, title })
  }, [id, title])
  if (error && !volume) {
    return (
      <div className="page">
        <RecordMissing object={object} error={error} onRetry={() => void refetch()} />
      </div>
    )
  }
  if (!volume || !object) return <PageSkeleton rows={14} />
  return <Opened key={id} object={object} volume={volume} />
}

type Tab = 'timeline' | 'facts' | 'side'
const tabs: Tab[] = ['timeline', 'facts', 'side']

function Opened({ object, volume }: { object: ObjectDeclaration; volume: Volume }) {
  const t = useT()
  const isPhone = useIsPhone()
  const [tab, setTab] = useState<Tab>('timeline')
  const [editing, setEditing] = useState<string | null>(null)

  function edit(field: string) {
    setTab('facts')
    setEditing(field)
  }

  const shows = (name: Tab) => !isPhone || tab === name
  return (
    <div className="page stack volume">
      <VolumeHeader object={object} volume={volume} />
      <SimilarBanner object={object} record={volume.record} />
      {isPhone && (
        <Segmented<Tab>
          block
          value={tab}
          onChange={setTab}
          options={tabs.map((name) => ({ value: name, label: t(`volume.tab.${name}`) }))}
        />
      )}
      {/* Tabs that are not shown stay in the page: what is typed in them is kept. */}
      <div className="volume-columns">
        <div className="volume-facts" hidden={!shows('facts')}>
          <Facts object={object} volume={volume} editing={editing} onEdit={setEditing} />
        </div>
        <div className="volume-middle" hidden={!shows('timeline')}>
          <Timeline object={object} volume={volume} />
        </div>
        <div className="volume-side stack" hidden={!shows('side')}>
          <Side object={object} volume={volume} onEdit={edit} />
        </div>
      </div>
      <RecordDrawer />
    </div>
  )
}
