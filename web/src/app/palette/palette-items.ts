// What the palette offers for a text: hits of the server first, then pages and things to create; with
// no text, the records looked at last.
import type { Group } from '@/app/shell/menu-items'
import { formatPhone } from '@/lib/format'
import { t } from '@/lib/i18n'
import { objectLabel, type ObjectDeclaration } from '@/lib/objects'
import type { RecentRecord } from '@/lib/recent'

export interface SearchHit {
  object: string
  id: string
  title: string
  subtitle?: string | null
  owner?: string | null
}

export interface PaletteItem {
  section: 'hits' | 'recent' | 'pages' | 'create'
  path: string
  title: string
  subtitle?: string
  object?: string
  icon?: string | null
}

interface Input {
  text: string
  hits: SearchHit[]
  recent: RecentRecord[]
  groups: Group[]
  objects: ObjectDeclaration[]
}

export function paletteItems({ text, hits, recent, groups, objects }: Input): PaletteItem[] {
  const wanted = text.toLowerCase()
  const matches = (title: string) => title.toLowerCase().includes(wanted)
  const pages = groups
    .flatMap((group) => group.entries)
    .filter((entry) => matches(`${entry.label} ${entry.path}`))
    .map((entry) => ({ section: 'pages' as const, title: entry.label, ...entry }))
  const create = objects
    .filter((object) => object.menu && object.rights.create)
    .map((object) => ({
      section: 'create' as const,
      path: `/${object.name}/new`,
      title: t('search.create', { object: objectLabel(object) }),
      object: object.name,
      icon: object.icon,
    }))
    .filter((item) => matches(`${item.title} ${item.path}`))
  if (!wanted) return [...recent.map((record) => recentItem(record, objects)), ...pages, ...create]
  return [...hits.map((hit) => hitItem(hit, objects)), ...pages, ...create]
}

function hitItem(hit: SearchHit, objects: ObjectDeclaration[]): PaletteItem {
  const { title, icon } = described(hit.object, objects)
  const known = hit.subtitle?.replaceAll(/\+86\d{9,11}/g, formatPhone)
  const subtitle = [title, known, hit.owner].filter(Boolean).join(' · ')
  return { section: 'hits', path: `/${hit.object}/${hit.id}`, title: hit.title, subtitle, object: hit.object, icon }
}

function recentItem(record: RecentRecord, objects: ObjectDeclaration[]): PaletteItem {
  const { title, icon } = described(record.object, objects)
  return {
    section: 'recent',
    path: `/${record.object}/${record.id}`,
    title: record.title,
    subtitle: title,
    object: record.object,
    icon,
  }
}

function described(name: string, objects: ObjectDeclaration[]) {
  const object = objects.find((candidate) => candidate.name === name)
  return { title: object ? objectLabel(object) : name, icon: object?.icon }
}
