// What the table and the cards of a list need alike.
import type { Change } from '@/record/change/use-change-record'
import type { ListState } from '@/record/list/use-list-state'
import type { Selection } from '@/record/list/use-selection'
import type { ObjectDeclaration } from '@/lib/objects'
import type { RecordList } from '@/lib/records'

export interface ListProps {
  object: ObjectDeclaration
  list: RecordList | undefined
  state: ListState
  selection: Selection
  change: Change
  onState: (next: Partial<ListState>) => void
  isLoading: boolean
}
