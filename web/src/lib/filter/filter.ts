// The conditions of a list as the filter builder holds them: a tree of terms and groups. The text
// that goes to the server (AIP-160) is made by format.ts and read back by parse.ts.

/** `has` is contains for texts and holds for lists of values. */
export type Operator =
  '=' | '!=' | '>' | '>=' | '<' | '<=' | 'has' | 'not_has' | 'starts' | 'in' | 'not_in' | 'present' | 'absent'

export interface Term {
  kind: 'term'
  path: string
  operator: Operator
  /** Literals without quotes; none for present and absent, several for in and not_in. */
  values: string[]
}

export interface Group {
  kind: 'group'
  join: 'and' | 'or'
  isNegated: boolean
  children: Node[]
}

export type Node = Term | Group

export function newGroup(join: 'and' | 'or' = 'and', children: Node[] = []): Group {
  return { kind: 'group', join, isNegated: false, children }
}

export function isComplete(term: Term): boolean {
  if (term.operator === 'present' || term.operator === 'absent') return true
  return term.values.some((value) => value !== '')
}
