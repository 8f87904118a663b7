// How an import ended. Only a file read to its end, without a wrong row, is called a success.
import type { Import } from '@/pages/import/import-types'

export type Verdict = 'success' | 'with_wrong' | 'nothing' | 'truncated' | 'cancelled' | 'failed'

/** The server says done, but it did not read the whole file. */
export function isTruncated(item: Import): boolean {
  return item.state === 'done' && item.bytes_done < item.bytes
}

export function verdictOf(item: Import): Verdict {
  if (item.state === 'cancelled') return 'cancelled'
  if (item.state !== 'done') return 'failed'
  if (isTruncated(item)) return 'truncated'
  if (item.wrong > 0) return 'with_wrong'
  return item.created + item.updated > 0 ? 'success' : 'nothing'
}

/** Part of the file read so far, 0..100. */
export function percentOf(item: Import): number {
  if (!item.bytes) return 0
  return Math.min(100, Math.floor((1000 * item.bytes_done) / item.bytes) / 10)
}
