// A small mark beside a value that says where it came from: "from import orders.csv, 2026-11-01".
import {
  ApiOutlined,
  FormOutlined,
  FundOutlined,
  ImportOutlined,
  InfoCircleOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { Tooltip } from 'antd'
import type { ComponentType } from 'react'
import type { Origin } from '@/pages/volume/volume-types'
import { formatInstant } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { provenanceLabel } from '@/record/timeline/entry'

const icons: Record<string, ComponentType> = {
  analysis: FundOutlined,
  api: ApiOutlined,
  connector: ApiOutlined,
  form: FormOutlined,
  import: ImportOutlined,
  person: UserOutlined,
}

export function OriginMark({ origin }: { origin: Origin }) {
  const t = useT()
  const Icon = icons[origin.kind ?? ''] ?? InfoCircleOutlined
  const from = provenanceLabel(origin)
  const text = origin.at ? t('volume.origin', { from, at: formatInstant(origin.at) }) : from
  return (
    <Tooltip title={text}>
      <span className="volume-origin" tabIndex={0} role="img" aria-label={text}>
        <Icon />
      </span>
    </Tooltip>
  )
}
