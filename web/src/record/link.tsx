// A link to a record: <RecordLink object id title />.
import { Link } from 'react-router'

interface Props {
  object: string
  id: string
  title: string
  /** For links in what would be lost by leaving the page. */
  isNewTab?: boolean
}

export function RecordLink({ object, id, title, isNewTab }: Props) {
  return (
    <Link to={`/${object}/${id}`} target={isNewTab ? '_blank' : undefined}>
      {title || id}
    </Link>
  )
}
