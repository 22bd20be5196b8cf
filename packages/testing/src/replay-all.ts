import {
  replayAll as replayRecorded,
  type HistorySource,
  type ReplayAllOptions,
  type ReplayedTask,
} from '@reyield/inspect/internal'
import type { AnyWorkflow } from '@reyield/workflow'
import { resolved } from './history-source.ts'

/**
 * Replays a history at each of its decision tasks in three ways: with one cached replay, with a fresh one, and page by
 * page. All three must make the same decisions. In a fake history, deferred steps are resolved first.
 *
 * @throws what a replay throws: NonDeterminismError (NON_DETERMINISM), …; InconsistentReplaysError (REPLAYS_INCONSISTENT) with both
 *   answers if two ways disagree
 * @example
 * ```ts
 * const tasks = await replayAll(order, loadHistory(await readFile('order.json', 'utf8')))
 * expect(tasks.flatMap(task => task.late)).toEqual([])
 * ```
 */
export async function replayAll(
  definition: AnyWorkflow,
  source: HistorySource,
  options: ReplayAllOptions = {},
): Promise<ReplayedTask[]> {
  return replayRecorded(definition, await resolved(source, options), options)
}
