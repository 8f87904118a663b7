// Everything an entry carries, as it was received.
import { formatMoney, type Money } from '@/lib/format'

export function EntryPayload({ payload }: { payload: Record<string, unknown> }) {
  return (
    <table className="volume-payload">
      <tbody>
        {Object.entries(payload).map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{shown(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (typeof value !== 'object') return String(value)
  if ('amount' in value && 'currency' in value) return formatMoney(value as Money)
  return JSON.stringify(value, null, 1)
}
