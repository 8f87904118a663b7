// How high an element is now, for parts that must be told their height in numbers.
import { useCallback, useState } from 'react'

export function useHeight(): [ref: (element: HTMLElement | null) => (() => void) | undefined, height_px: number] {
  const [height_px, setHeight] = useState(0)
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element || typeof ResizeObserver === 'undefined') return undefined
    const watch = new ResizeObserver(() => setHeight(element.clientHeight))
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return [ref, height_px]
}
