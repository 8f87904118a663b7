// The heading of a column: a click sorts by it alone, Shift and a click adds it to the order.
import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useT } from '@/lib/i18n'
import { pick, type Text } from '@/lib/language'
import type { SortKey } from '@/lib/sort'

interface Props {
  label: string
  help?: Text | null
  sortKey?: SortKey
  /** Its place among several. */
  rank?: number
  onSort?: (isAdded: boolean) => void
}

export function SortHeading({ label, help, sortKey, rank, onSort }: Props) {
  const t = useT()
  if (!onSort) return <span>{label}</span>
  const note = [pick(help), t('sort.hint')].filter(Boolean).join('\n')
  return (
    <Tooltip title={<span className="long-text">{note}</span>} mouseEnterDelay={0.8}>
      <button
        type="button"
        className="sort-heading"
        onClick={(event) => onSort(event.shiftKey || event.metaKey || event.ctrlKey)}
      >
        <span className="ellipsis">{label}</span>
        {sortKey && (sortKey.isDescending ? <ArrowDownOutlined /> : <ArrowUpOutlined />)}
        {rank && <sub>{rank}</sub>}
      </button>
    </Tooltip>
  )
}
