// The title of the record a link points to; several stand side by side. A record without a title here
// is one the user may not see, or one that is gone.
import { useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { ValueProps } from '@/fields/field-type'
import { chosenTitle, titleOfUnseen } from '@/fields/link/chosen-title'

export function LinkValue({ field, value, titles }: ValueProps) {
  const client = useQueryClient()
  const ids = (Array.isArray(value) ? value : [value]) as string[]
  return (
    <span className="tags">
      {ids.map((id) => {
        const title = titles[id] ?? chosenTitle(client, id)
        return title ? (
          <Link key={id} to={`/${field.to}/${id}`}>
            {title}
          </Link>
        ) : (
          <span key={id} className="secondary" title={id}>
            {titleOfUnseen(id)}
          </span>
        )
      })}
    </span>
  )
}
