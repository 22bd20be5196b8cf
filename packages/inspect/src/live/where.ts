import { InvalidOptionError, type Swf } from '@reyield/client'
import type { Branch } from '../view/branch.ts'
import { replayerIn, type CodeOptions } from '../view/code-options.ts'
import { readRun, type ExecutionTarget, type ReadRunOptions } from './read-run.ts'

/**
 * What `where` shows.
 *
 * @example
 * ```ts
 * const branches = await where(swf, target, { definition: order, pipeline, variables: true })
 * ```
 */
export interface WhereOptions extends ReadRunOptions, CodeOptions {
  /** The id of an event: where the branches waited directly after it. Default: the last event. */
  readonly at?: number | undefined
}

/**
 * Where an execution waits at present: each waiting branch with its source lines, what it waits for, and since when. It's computed from
 * the history, so no worker has to run.
 *
 * @throws UnknownExecutionError (EXECUTION_UNKNOWN), UnknownDomainError (DOMAIN_UNKNOWN), and what a replay throws: NonDeterminismError
 * (NON_DETERMINISM), MissingDefinitionError (DEFINITION_MISSING), …; InvalidOptionError (OPTION_INVALID) without `definition` or
 * `replayer`
 * @example
 * ```ts
 * for (const { operation, lines } of await where(swf, { domain: 'shop', workflowId: 'order-7' }, { definition: order })) {
 *   console.log(operation, lines[0]?.file, lines[0]?.line)
 * }
 * ```
 */
export async function where(
  swf: Swf,
  target: ExecutionTarget,
  options: WhereOptions,
): Promise<readonly Branch[]> {
  const { definition, replayer: given, variables = false, at, ...reading } = options
  const replayer = replayerIn({ definition, replayer: given })
  if (replayer === undefined)
    throw new InvalidOptionError('replayer', undefined, 'a replayer, or a definition')
  const { pipeline = [] } = reading // a codec that's missing is then named
  const run = await readRun(swf, target, { ...reading, pipeline })
  const { branches } = await replayer.moment(run, { variables, ...(at === undefined ? {} : { at }) })
  return branches
}
