import { replaysOf, type HistorySource, type ReplayingOptions } from '@reyield/inspect/internal'
import { branchLocations, whereText, type BranchLocation } from '@reyield/replay/where'
import type { AnyWorkflow } from '@reyield/workflow'
import { resolved } from './history-source.ts'

export { whereText, type BranchLocation }

/**
 * What `where` shows.
 *
 * @example
 * ```ts
 * const branches = await where(order, recorded, { variables: true })
 * ```
 */
export interface WhereOptions extends ReplayingOptions {
  /** Also returns the local variables of each branch, read with V8's debugger. Default false. */
  readonly variables?: boolean
}

/**
 * Where a workflow waits, computed from its history alone: for each branch the source lines (including helpers), the
 * operation, since when it waits, and its local variables if requested. Works for TypeScript sources and, with source
 * maps, for built code.
 *
 * @throws what a replay throws: NonDeterminismError (NON_DETERMINISM), …
 * @example
 * ```ts
 * const branches = await where(order, loadHistory(await readFile('stuck.json', 'utf8')), { variables: true })
 * console.log(branches.map(whereText).join('\n'))
 * ```
 */
export async function where(
  definition: AnyWorkflow,
  source: HistorySource,
  options: WhereOptions = {},
): Promise<BranchLocation[]> {
  const { events, execution, serializer } = replaysOf(definition, await resolved(source, options), options)
  return branchLocations(definition, events, {
    execution,
    serializer,
    ...(options.variables === undefined ? {} : { variables: options.variables }),
  })
}
