import type { Branch, ExecutionView } from '@reyield/inspect'
import type { MomentPage, RunPage } from '../../../src/api/index.ts'

/** The view of a run whose times are dates again. */
export type RunView = ExecutionView

/** Members of a view that are dates. All others that look like one are texts, such as a workflow id. */
const dates = new Set(['at', 'nextAt'])

/**
 * The view of a run as the server made it, with dates in place of their texts. Members that JSON leaves out are undefined in the view,
 * so its type is that of the original.
 */
export const runView = (view: RunPage['view']): RunView => revived(view) as RunView

/** The branches of a moment, in the same way. */
export const branchesOf = ({ moment }: MomentPage): readonly Branch[] =>
  revived(moment.branches) as readonly Branch[]

function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      dates.has(key) && typeof member === 'string' ? new Date(member) : revived(member),
    ]),
  )
}
