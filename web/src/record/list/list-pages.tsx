// Page numbers, the exact total, the size of a page, and a jump to any page.
import { Pagination } from 'antd'
import { formatNumber } from '@/lib/format'
import { useT } from '@/lib/i18n'
import { useIsPhone } from '@/lib/use-is-phone'
import type { ListState } from '@/record/list/use-list-state'

interface Props {
  total: number
  page: number
  size: number
  onChange: (next: Partial<ListState>) => void
}

export function ListPages({ total, page, size, onChange }: Props) {
  const t = useT()
  const isPhone = useIsPhone()
  return (
    <nav className="list-pages" aria-label={t('list.pages')}>
      <Pagination
        size="small"
        total={total}
        current={page}
        pageSize={size}
        pageSizeOptions={[20, 50, 100, 200]}
        showSizeChanger={!isPhone}
        showQuickJumper={!isPhone && total > size}
        simple={isPhone}
        showTotal={(all, [first, last]) =>
          t('list.range', { first: formatNumber(first), last: formatNumber(last), total: formatNumber(all) })
        }
        onChange={(next, nextSize) => onChange(nextSize === size ? { page: next } : { size: nextSize, page: 1 })}
      />
    </nav>
  )
}
