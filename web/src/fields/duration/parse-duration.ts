// "1h 30m", "1 小时 30 分", "90" (minutes), "1:30" as seconds.
const units: [RegExp, number][] = [
  [/^(d|天|days?)$/i, 86_400],
  [/^(h|小时|时|hours?)$/i, 3_600],
  [/^(m|min|分|分钟|minutes?)?$/i, 60],
  [/^(s|秒|seconds?)$/i, 1],
]

/** Seconds, or null when the text is no duration. */
export function parseDuration(text: string): number | null {
  const clock = /^(\d+):([0-5]?\d)$/.exec(text.trim())
  if (clock) return Number(clock[1]) * 3_600 + Number(clock[2]) * 60
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([^\d\s.]*)/g)]
  if (parts.length === 0) return null
  let seconds = 0
  for (const [, count, name] of parts) {
    const unit = units.find(([pattern]) => pattern.test(name ?? ''))
    if (!unit) return null
    seconds += Number(count) * unit[1]
  }
  return Math.round(seconds)
}
