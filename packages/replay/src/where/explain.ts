import type { HistoryEvent } from '@aws-sdk/client-swf'
import { isReyieldError, type AnyWorkflow } from '@reyield/workflow'
import type { Replay, ReplayOptions } from '../options.ts'
import { createReplay } from '../replay.ts'
import { tools } from './tools.ts'

/**
 * Returns the same error with source lines, by a second replay of the history that led to it (rule P5). If the second replay
 * doesn't throw such an error, returns the error unchanged. `decide`: how the decision task is decided, if that takes more than
 * `replay.decisions()`.
 *
 * @example
 * ```ts
 * await replay.feed(events).catch(async error => { throw await explain(error, order, events, options) })
 * ```
 */
export async function explain(
  error: unknown,
  definition: AnyWorkflow,
  events: readonly HistoryEvent[],
  options: ReplayOptions,
  decide: (replay: Replay) => Promise<unknown> = replay => replay.decisions(),
): Promise<unknown> {
  if (!isReyieldError(error)) return error
  const replay = createReplay(definition, { ...options, trace: tools })
  try {
    await replay.feed(events)
    await decide(replay)
    return error
  } catch (second) {
    if (!isReyieldError(second, error.code)) return error
    return second
  }
}
