// Light, dark or as the system; comfortable or compact.
import { BgColorsOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { setAppearance, useAppearance, type Density, type Scheme } from '@/lib/appearance'
import { useT } from '@/lib/i18n'

const schemes: Scheme[] = ['light', 'dark', 'system']
const densities: Density[] = ['comfortable', 'compact']

export function AppearanceMenu() {
  const t = useT()
  const { scheme, density } = useAppearance()
  const items = [
    {
      type: 'group' as const,
      label: t('appearance.scheme'),
      children: schemes.map((name) => ({ key: `scheme:${name}`, label: t(`appearance.${name}`) })),
    },
    {
      type: 'group' as const,
      label: t('appearance.density'),
      children: densities.map((name) => ({ key: `density:${name}`, label: t(`appearance.${name}`) })),
    },
  ]

  function choose(key: string) {
    const [kind, name] = key.split(':')
    setAppearance(kind === 'scheme' ? { scheme: name as Scheme } : { density: name as Density })
  }

  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        selectable: true,
        selectedKeys: [`scheme:${scheme}`, `density:${density}`],
        onClick: ({ key }) => choose(key),
      }}
    >
      <Button type="text" icon={<BgColorsOutlined />} aria-label={t('appearance.title')} />
    </Dropdown>
  )
}
