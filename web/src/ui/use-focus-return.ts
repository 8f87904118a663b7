// A dialog that is drawn only while it is open takes the focus with it when it goes; this gives it back to
// what it was opened from, so that the keyboard goes on from there.
import { useEffect, useState } from 'react'

export function useFocusReturn(): void {
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body
        if (isLost && opener instanceof HTMLElement && opener.isConnected) opener.focus()
      })
    },
    [opener],
  )
}
