import { Pacer } from '@reyield/client/internal'
import { search, type Judged, type Searched, type SearchOptions } from '@reyield/inspect/internal'
import type { CommandContext } from '../../context/context.ts'
import { executionOf, type Execution } from '../../executions/execution.ts'

/** An execution with problems. */
export interface StuckExecution extends Execution, Omit<Judged, 'newest'> {}

/** How a command searches. */
interface StuckOptions extends Omit<SearchOptions, 'turn' | 'onJudged'> {
  /** Executions a second. */
  readonly calls: number
  readonly onFound: (execution: StuckExecution) => void
}

/**
 * Looks into executions, one call each. Ends early at the limit, and at Ctrl-C with what was looked at so far.
 *
 * @throws SWF errors. `onLooked` has then got the progress
 */
export async function searchStuck(
  { client, interrupted, now }: CommandContext,
  { calls, onFound, ...options }: StuckOptions,
): Promise<Searched> {
  const pacer = new Pacer(calls)
  return await search(
    { client: await client(), interrupted, now },
    {
      ...options,
      turn: signal => pacer.turn(signal),
      onJudged(info, found) {
        if (found === undefined || found.problems.length === 0) return
        const { newest: _, ...rest } = found
        onFound({ ...executionOf(info), ...rest })
      },
    },
  )
}
