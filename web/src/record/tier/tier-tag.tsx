// The badge of a value tier: 重要, 潜力, 普通. Colour never says it alone: the word is always there.
import { Tag } from 'antd'
import { useT } from '@/lib/i18n'

export type Tier = 'high' | 'mid' | 'low' | 'none'

/** The tiers from the most to the least valuable. */
export const tiers: Tier[] = ['high', 'mid', 'low', 'none']

const colours: Record<Tier, string> = { high: 'gold', mid: 'blue', low: 'default', none: 'default' }

export function TierTag({ tier }: { tier: Tier | null | undefined }) {
  const t = useT()
  const name = tier ?? 'none'
  return (
    <Tag color={colours[name]} variant={name === 'none' ? 'outlined' : 'filled'}>
      {t(`tier.${name}`)}
    </Tag>
  )
}
