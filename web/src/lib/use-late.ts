// A value that follows another after a pause, so that a request is not sent for every keystroke.
import { useEffect, useState } from 'react'

export function useLate<T>(value: T, pause_ms: number): T {
  const [late, setLate] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), pause_ms)
    return () => clearTimeout(timer)
  }, [value, pause_ms])
  return late
}
