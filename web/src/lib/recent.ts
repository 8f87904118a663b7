// The records this user looked at last, for the search palette.
import { readSetting, writeSetting } from '@/lib/storage'

export interface RecentRecord {
  object: string
  id: string
  title: string
}

const recent_max = 12

export function recentRecords(): RecentRecord[] {
  return readSetting<RecentRecord[]>('recent') ?? []
}

export function noteRecent(record: RecentRecord): void {
  const others = recentRecords().filter((item) => item.id !== record.id)
  writeSetting('recent', [record, ...others].slice(0, recent_max))
}
