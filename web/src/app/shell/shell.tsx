// The frame around every page: menu at the left (a drawer on a phone), bar on top, page below it.
import { lazy, Suspense, useState } from 'react'
import { MenuFoldOutlined, MenuOutlined, MenuUnfoldOutlined, SearchOutlined } from '@ant-design/icons'
import { Button, Layout } from 'antd'
import { Link, Outlet, useLocation } from 'react-router'
import { AppearanceMenu } from '@/app/shell/appearance-menu'
import { Brand } from '@/app/shell/brand'
import { LanguageSwitch } from '@/app/shell/language-switch'
import { SideMenu } from '@/app/shell/side-menu'
import { UserMenu } from '@/app/shell/user-menu'
import { ViewAsBanner } from '@/app/shell/view-as-banner'
import { usePaletteKey } from '@/app/palette/use-palette-key'
import { useT } from '@/lib/i18n'
import { readSetting, writeSetting } from '@/lib/storage'
import { useIsPhone } from '@/lib/use-is-phone'
import { PageSkeleton } from '@/ui/page-skeleton'

const Palette = lazy(() => import('@/app/palette/palette'))
const MenuDrawer = lazy(() => import('@/app/shell/menu-drawer'))

export function Shell() {
  const t = useT()
  const isPhone = useIsPhone()
  const { pathname } = useLocation()
  const [isCollapsed, setIsCollapsed] = useState(() => readSetting<boolean>('menu.collapsed') ?? false)
  const [isMenuOpen, setIsMenuOpen] = useState(false)
  const [isSearching, setIsSearching] = useState(false)
  usePaletteKey(() => setIsSearching(true))

  function toggleMenu() {
    if (isPhone) return setIsMenuOpen(true)
    writeSetting('menu.collapsed', !isCollapsed)
    setIsCollapsed(!isCollapsed)
  }

  return (
    <Layout className="shell">
      <a className="skip-link" href="#content">
        {t('shell.skip')}
      </a>
      <Layout.Header className="top-bar">
        <Button
          type="text"
          icon={menuIcon(isPhone, isCollapsed)}
          aria-label={t('shell.toggle_menu')}
          onClick={toggleMenu}
        />
        <Link to="/" aria-label={t('action.home')}>
          <Brand isShort={isPhone} />
        </Link>
        <Button
          className="search-button"
          icon={<SearchOutlined />}
          onClick={() => setIsSearching(true)}
          aria-label={t('search.open')}
        >
          {!isPhone && (
            <>
              <span className="grow">{t('search.open')}</span>
              <kbd>{/Mac/.test(navigator.platform) ? '⌘' : 'Ctrl'} K</kbd>
            </>
          )}
        </Button>
        <span className="top-bar-end">
          {!isPhone && <LanguageSwitch />}
          <AppearanceMenu />
          <UserMenu />
        </span>
      </Layout.Header>
      <Layout hasSider={!isPhone}>
        {!isPhone && (
          <Layout.Sider width={200} collapsedWidth={56} collapsed={isCollapsed} className="side">
            <SideMenu isCollapsed={isCollapsed} />
          </Layout.Sider>
        )}
        <Layout.Content id="content" className="content" tabIndex={-1}>
          <ViewAsBanner />
          <Suspense fallback={<PageSkeleton />} key={pathname.split('/')[1]}>
            <Outlet />
          </Suspense>
        </Layout.Content>
      </Layout>
      <Suspense>
        {isPhone && <MenuDrawer isOpen={isMenuOpen} onClose={() => setIsMenuOpen(false)} />}
        {isSearching && <Palette onClose={() => setIsSearching(false)} />}
      </Suspense>
    </Layout>
  )
}

function menuIcon(isPhone: boolean, isCollapsed: boolean) {
  if (isPhone) return <MenuOutlined />
  return isCollapsed ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />
}
