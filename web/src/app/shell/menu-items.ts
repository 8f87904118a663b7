// The left menu: objects and hand-made pages, grouped.
import { pages, pageTitle } from '@/app/pages'
import { hasText, t } from '@/lib/i18n'
import { mayImport, pluralLabel, type ObjectDeclaration } from '@/lib/objects'
import type { PageDeclaration } from '@/lib/page'
import { hasDuty, type Session } from '@/lib/session'

export interface Entry {
  path: string
  label: string
  icon?: string | null
  object?: string
}

export interface Group {
  name: string
  label: string
  entries: Entry[]
}

/** Groups in the order people work; a group nobody foresaw comes before the settings. */
const group_order = ['work', 'customer', 'customers', 'sales', 'marketing', 'service', 'analysis', 'data']
const group_last = ['settings', 'administration', 'system', 'admin']

export function menuGroups(objects: ObjectDeclaration[], session: Session, leads_people: boolean): Group[] {
  const entries = [
    ...pages.flatMap(({ page }) =>
      page.menu && mayOpen(page.menu, { objects, session, leads_people })
        ? [
            {
              group: page.menu.group,
              order: page.menu.order,
              path: page.path.replace(/\/:\w+\?$/, ''),
              label: pageTitle(page),
              icon: page.menu.icon,
            },
          ]
        : [],
    ),
    ...objects.flatMap((object, place) =>
      object.menu && object.rights.read
        ? [
            {
              group: object.menu,
              // The customers themselves come before what belongs to them.
              order: object.customer === 'id' ? 49 : 50 + place,
              path: `/${object.name}`,
              label: pluralLabel(object),
              icon: object.icon,
              object: object.name,
            },
          ]
        : [],
    ),
  ].sort((a, b) => a.order - b.order)
  const names = [...new Set(entries.map((entry) => entry.group))].sort((a, b) => rank(a) - rank(b))
  return names.map((name) => ({
    name,
    label: hasText(`menu.${name}`) ? t(`menu.${name}`) : name,
    entries: entries.filter((entry) => entry.group === name),
  }))
}

interface Visitor {
  objects: ObjectDeclaration[]
  session: Session
  leads_people: boolean
}

function mayOpen({ duty, needs }: NonNullable<PageDeclaration['menu']>, visitor: Visitor): boolean {
  const { objects, session, leads_people } = visitor
  switch (needs) {
    case 'import':
      return mayImport(objects)
    case 'customers':
      return objects.some((object) => object.name === 'customer' && object.rights.read)
    case 'people':
      return leads_people || hasDuty(session, 'system') || hasDuty(session, 'security')
    default:
      return !duty || hasDuty(session, duty)
  }
}

function rank(name: string): number {
  const early = group_order.indexOf(name)
  if (early >= 0) return early
  const late = group_last.indexOf(name)
  return late >= 0 ? 200 + late : 100
}
