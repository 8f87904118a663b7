// The plan of an import: which column goes where. Pure functions; the wizard keeps the plan as a draft.
import type { Draft, Plan, Preview, Target } from '@/pages/import/import-types'

/** Proposals below this are shown but not taken: a wrong guess costs more than an empty one. */
const confidence_min = 0.5

/** The plan the server's proposals make. */
export function proposedPlan(preview: Preview, policy: Plan['policy'] = 'fill'): Plan {
  const taken = new Set<string>()
  const mapping: Plan['mapping'] = []
  for (const column of preview.columns) {
    const path = column.proposed
    if (!path || column.confidence < confidence_min || taken.has(path)) continue
    taken.add(path)
    mapping.push({ column: column.index, path })
  }
  return { object: preview.object, mapping, constants: {}, policy }
}

export function targetOf(plan: Plan, column: number): string | undefined {
  return plan.mapping.find((item) => item.column === column)?.path
}

/** Sends a column to a target, or nowhere. A target has one column: the one chosen last. */
export function mapColumn(plan: Plan, column: number, path: string | undefined): Plan {
  const others = plan.mapping.filter((item) => item.column !== column && item.path !== path)
  const mapping = path ? [...others, { column, path }] : others
  const constants = { ...plan.constants }
  if (path) delete constants[path]
  return { ...plan, mapping: mapping.sort((a, b) => a.column - b.column), constants }
}

/** Gives every row the same value for a target; undefined takes the constant away. */
export function setConstant(plan: Plan, path: string, value: string | undefined): Plan {
  const constants = { ...plan.constants }
  if (value === undefined) delete constants[path]
  else constants[path] = value
  return { ...plan, constants }
}

/** Targets that must have a value but get none from a column or a constant. */
export function missingTargets(plan: Plan, targets: Target[]): Target[] {
  const given = new Set([...plan.mapping.map((item) => item.path), ...filledConstants(plan)])
  return targets.filter((target) => target.required && !given.has(target.path) && !hasPart(given, target.path))
}

/** A link is given by any of its parts: "customer" by "customer.phone". */
function hasPart(given: Set<string>, path: string): boolean {
  return [...given].some((candidate) => candidate.startsWith(`${path}.`))
}

function filledConstants(plan: Plan): string[] {
  return Object.keys(plan.constants).filter((path) => plan.constants[path]?.trim())
}

/** What is sent: constants without a value are left out. */
export function sentPlan(plan: Plan): Plan {
  const constants = Object.fromEntries(filledConstants(plan).map((path) => [path, plan.constants[path] as string]))
  return { ...plan, constants }
}

/** The plan to show: the draft when it fits the file and the object, else the server's proposals. */
export function planOf(draft: Draft | undefined, preview: Preview): Plan {
  const proposed = proposedPlan(preview, draft?.policy)
  if (!draft?.mapping || draft.object !== preview.object) return proposed
  const paths = new Set(preview.targets.map((target) => target.path))
  const fits = draft.mapping.every((item) => paths.has(item.path) && item.column < preview.columns.length)
  return fits ? { ...draft, mapping: draft.mapping, constants: draft.constants ?? {} } : proposed
}
