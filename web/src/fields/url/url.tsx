// Addresses of web pages: links, when they are of the web.
import type { FieldType, ValueProps } from '@/fields/field-type'
import { text } from '@/fields/text/text'

function UrlValue({ value }: ValueProps) {
  const address = String(value)
  if (!/^https?:\/\//i.test(address)) return <>{address}</>
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow">
      {address.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '')}
    </a>
  )
}

export const url: FieldType = { ...text, Value: UrlValue, width_px: 180 }
