// The design tokens: one place for colour, size and type, in light and dark. Contrasts of text on
// its ground are at least 4.5:1 (WCAG AA).
import { theme as antd, type ThemeConfig } from 'antd'
import type { Density } from '@/lib/appearance'

const fonts =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", ' +
  '"Noto Sans CJK SC", "Noto Sans SC", Roboto, "Helvetica Neue", Arial, sans-serif'

/** Colours of value tiers, sources and series; readable on both grounds. */
export const palette = {
  light: ['#1d5c8f', '#b4571b', '#2f7d4f', '#8a4a9e', '#a8323e', '#3f6f73', '#7a6417', '#5b5fb0'],
  dark: ['#6fb1e6', '#e9a06a', '#76c594', '#c893dc', '#ef8a92', '#86bcc0', '#cdb65f', '#a6aaf0'],
}

const dark_accent = '#8cc4ee'

export function themeOf(isDark: boolean, density: Density): ThemeConfig {
  const algorithms = [isDark ? antd.darkAlgorithm : antd.defaultAlgorithm]
  if (density === 'compact') algorithms.push(antd.compactAlgorithm)
  return {
    algorithm: algorithms,
    cssVar: { key: 'juan' },
    hashed: false,
    token: {
      colorPrimary: isDark ? '#4b9bd6' : '#1d5c8f',
      colorInfo: isDark ? '#4b9bd6' : '#1d5c8f',
      colorLink: isDark ? '#6fb1e6' : '#1d5c8f',
      colorPrimaryBg: isDark ? '#1b3247' : '#e4eff8',
      colorPrimaryBgHover: isDark ? '#234159' : '#d3e5f3',
      controlItemBgActive: isDark ? '#1b3247' : '#e4eff8',
      controlItemBgActiveHover: isDark ? '#234159' : '#d3e5f3',
      colorInfoBg: isDark ? '#1b3247' : '#e9f2fa',
      colorInfoBorder: isDark ? '#2f587a' : '#b9d5ea',
      colorLinkHover: isDark ? '#9ccaf0' : '#17699f',
      colorLinkActive: isDark ? '#9ccaf0' : '#134a75',
      colorSuccess: isDark ? '#5cb37e' : '#2f7d4f',
      colorWarning: isDark ? '#d9a441' : '#a86108',
      colorError: isDark ? '#e5707a' : '#b3313d',
      colorSuccessBg: isDark ? '#18302a' : '#e6f4ea',
      colorSuccessBorder: isDark ? '#2d5a48' : '#b4dcc2',
      colorWarningBg: isDark ? '#352a17' : '#fdf3e0',
      colorWarningBorder: isDark ? '#665026' : '#f0d6a6',
      colorErrorBg: isDark ? '#391f24' : '#fdecee',
      colorErrorBorder: isDark ? '#6e363d' : '#f0bcc1',
      colorTextSecondary: isDark ? 'rgba(255,255,255,0.72)' : 'rgba(16,24,32,0.68)',
      colorTextTertiary: isDark ? 'rgba(255,255,255,0.62)' : 'rgba(16,24,32,0.62)',
      colorTextPlaceholder: isDark ? 'rgba(255,255,255,0.6)' : 'rgba(16,24,32,0.62)',
      colorBgLayout: isDark ? '#101418' : '#f4f6f8',
      colorBgContainer: isDark ? '#171c22' : '#ffffff',
      colorBgElevated: isDark ? '#1e242b' : '#ffffff',
      borderRadius: 6,
      fontFamily: fonts,
      fontSize: density === 'compact' ? 13 : 14,
      wireframe: false,
    },
    components: {
      Layout: {
        headerBg: isDark ? '#171c22' : '#ffffff',
        siderBg: isDark ? '#171c22' : '#ffffff',
        headerHeight: 48,
        headerPadding: '0 16px',
      },
      Table: { cellPaddingBlockSM: 6, cellPaddingInlineSM: 8, headerBg: isDark ? '#1e242b' : '#eef2f5' },
      Menu: {
        itemHeight: 36,
        itemMarginBlock: 2,
        activeBarBorderWidth: 0,
        ...(isDark && { itemSelectedColor: dark_accent }),
      },
      // On a dark ground the colour of a button's ground and that of a text cannot be the same.
      Button: isDark ? { colorPrimary: '#2b76b0', colorPrimaryHover: '#2f80be', colorPrimaryActive: '#25679b' } : {},
      Pagination: isDark ? { itemActiveColor: dark_accent, itemActiveColorHover: dark_accent } : {},
      Tabs: isDark ? { itemSelectedColor: dark_accent, itemHoverColor: dark_accent } : {},
      Descriptions: { itemPaddingBottom: 8 },
    },
  }
}
