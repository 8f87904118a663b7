// The left menu as the component library draws it.
import { useEffect, useRef } from 'react'
import { Menu, Skeleton } from 'antd'
import { Link, useLocation } from 'react-router'
import { useMenuGroups } from '@/app/shell/use-menu-groups'
import { useT } from '@/lib/i18n'
import { useObjects } from '@/lib/objects'
import { ErrorBox } from '@/ui/error-box'
import { ObjectIcon } from '@/ui/object-icon'

interface Props {
  isCollapsed?: boolean
  onGo?: () => void
}

export function SideMenu({ isCollapsed = false, onGo }: Props) {
  const t = useT()
  const { error, refetch } = useObjects()
  const groups = useMenuGroups()
  const { pathname } = useLocation()
  const place = useRef<HTMLElement>(null)
  const isDrawn = Boolean(groups)
  useEffect(() => {
    // A low window does not show all of the menu at once.
    place.current?.querySelector('.ant-menu-item-selected')?.scrollIntoView?.({ block: 'nearest' })
  }, [isDrawn, pathname])
  if (error) return <ErrorBox error={error} onRetry={() => void refetch()} />
  if (!groups) return <Skeleton active className="side-menu-skeleton" />

  const paths = groups.flatMap((group) => group.entries.map((entry) => entry.path))
  const selected = paths.filter((path) => pathname === path || pathname.startsWith(`${path}/`))
  const items = groups.map((group) => ({
    key: group.name,
    type: 'group' as const,
    label: isCollapsed ? <hr className="menu-rule" /> : group.label,
    children: group.entries.map((entry) => ({
      key: entry.path,
      icon: <ObjectIcon name={entry.icon} object={entry.object} />,
      label: <Link to={entry.path}>{entry.label}</Link>,
      title: entry.label,
    })),
  }))
  return (
    <nav ref={place} aria-label={t('shell.menu')}>
      <Menu
        mode="inline"
        inlineCollapsed={isCollapsed}
        items={items}
        selectedKeys={selected}
        onClick={onGo}
        style={{ borderInlineEnd: 0 }}
      />
    </nav>
  )
}
