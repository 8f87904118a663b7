// The left menu of whoever is signed in; the search box offers the same pages.
import { menuGroups, type Group } from '@/app/shell/menu-items'
import { findField, useObjects } from '@/lib/objects'
import { useRecords } from '@/lib/records'
import { useSession } from '@/lib/session'

/** Undefined while the objects are being read. */
export function useMenuGroups(): Group[] | undefined {
  const { data: objects } = useObjects()
  const session = useSession()
  const user = objects?.find((object) => object.name === 'user')
  const canAsk = Boolean(user?.rights.read && findField(user, 'manager'))
  const led = useRecords(
    'user',
    { filter: `manager = "${session.user.id}" AND is_active = true`, page_size: 1 },
    canAsk,
  )
  return objects && menuGroups(objects, session, (led.data?.total ?? 0) > 0)
}
