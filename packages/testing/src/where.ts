import { whereabouts, whereText, type Whereabouts } from '@reyield/replay/where'
import type { AnyWorkflow } from '@reyield/workflow'
import { playTold, readTold, type ReplayingOptions, type Told } from './told.ts'

export { whereText, type Whereabouts }

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
  told: Told,
  options: WhereOptions = {},
): Promise<Whereabouts[]> {
  const { events, execution, serializer } = readTold(definition, await playTold(told, options), options)
  return whereabouts(definition, events, {
    execution,
    serializer,
    ...(options.variables === undefined ? {} : { variables: options.variables }),
  })
}
