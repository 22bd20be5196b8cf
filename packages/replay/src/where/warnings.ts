import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { AnyWorkflow } from '@reyield/workflow'
import type { Replay, ReplayOptions } from '../options.ts'
import { createReplay } from '../replay.ts'
import { tools } from './tools.ts'

/**
 * Returns the warnings of a replay with source lines, in the same order, by a second replay of the history that led to them (rule
 * P5). `decide`: as for `explain`.
 *
 * @throws as the replay of that history does
 * @example
 * ```ts
 * for (const warning of await warningsWithLines(order, events, { execution, serializer: superjson })) console.warn(warning)
 * ```
 */
export async function warningsWithLines(
  definition: AnyWorkflow,
  events: readonly HistoryEvent[],
  options: ReplayOptions,
  decide: (replay: Replay) => Promise<unknown> = replay => replay.decisions(),
): Promise<readonly string[]> {
  const replay = createReplay(definition, { ...options, log: () => undefined, trace: tools })
  await replay.feed(events)
  await decide(replay)
  return replay.notes().warnings
}
