import { branchLocations, whereText, type BranchLocation } from '@reyield/replay/where'
import type { AnyWorkflow } from '@reyield/workflow'
import { resolved, readSource, type ReplayingOptions, type HistorySource } from './history-source.ts'

export { whereText, type BranchLocation }

/** What `where` is to show. */
export interface WhereOptions extends ReplayingOptions {
  /** The local variables of each branch too, by V8's debugger. Default false. */
  readonly variables?: boolean
}

/**
 * Where a workflow waits, from its history alone: for every branch the source lines (helpers too), the operation, since
 * when, and its local variables if asked for. Works on TypeScript sources and on what a build made of them, by source maps.
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
  told: HistorySource,
  options: WhereOptions = {},
): Promise<BranchLocation[]> {
  const { events, execution, serializer } = readSource(definition, await resolved(told, options), options)
  return branchLocations(definition, events, {
    execution,
    serializer,
    ...(options.variables === undefined ? {} : { variables: options.variables }),
  })
}
