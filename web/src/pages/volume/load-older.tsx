// Asks for older entries when it comes into view, or when it is pressed.
import { useEffect, useRef } from 'react'
import { Button } from 'antd'
import { useT } from '@/lib/i18n'

export function LoadOlder({ isBusy, onLoad }: { isBusy: boolean; onLoad: () => void }) {
  const t = useT()
  const place = useRef<HTMLDivElement>(null)
  const load = useRef(onLoad)
  useEffect(() => {
    load.current = onLoad
  }, [onLoad])
  useEffect(() => {
    if (isBusy || !place.current || typeof IntersectionObserver === 'undefined') return
    const watch = new IntersectionObserver((seen) => {
      if (seen.some((item) => item.isIntersecting)) load.current()
    })
    watch.observe(place.current)
    return () => watch.disconnect()
  }, [isBusy])
  return (
    <div ref={place} className="volume-end">
      <Button onClick={onLoad} loading={isBusy}>
        {t('volume.load_older')}
      </Button>
    </div>
  )
}
