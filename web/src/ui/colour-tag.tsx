// A small label in one of the colours the declarations name. The component library's own tags are too
// pale to read; these keep 4.5:1 on both grounds.
import type { ReactNode } from 'react'
import '@/ui/colour-tag.css'

const known = ['blue', 'purple', 'green', 'cyan', 'orange', 'red', 'gold']
const alike: Record<string, string> = {
  geekblue: 'blue',
  magenta: 'purple',
  lime: 'green',
  volcano: 'orange',
  yellow: 'gold',
  pink: 'red',
}

export function ColourTag({ color, children }: { color?: string | null; children: ReactNode }) {
  const name = alike[color ?? ''] ?? color ?? ''
  return <span className={known.includes(name) ? `colour-tag colour-${name}` : 'colour-tag'}>{children}</span>
}
