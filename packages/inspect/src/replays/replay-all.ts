import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Replay } from '@reyield/replay'
import type { AnyWorkflow } from '@reyield/workflow'
import { decideCached } from '../code/decide-cached.ts'
import { decisionTasksOf } from '../code/decision-tasks.ts'
import { decidedBy, logInto, type Decided, type LoggedLine } from '../decisions/decided.ts'
import { differences, type Differences } from '../decisions/differences.ts'
import type { HistorySource } from '../history/source.ts'
import { agree } from './agree.ts'
import { replaysOf, type ReplayingOptions } from './replays-of.ts'

/** One decision task of a history, decided again. */
export interface ReplayedTask extends Decided {
  /** Id of its DecisionTaskStarted. */
  readonly startedEventId: number
  /** What its completion recorded; `undefined` if it timed out or is still open. */
  readonly recorded: readonly HistoryEvent[] | undefined
  /** Decisions that were made now and not recorded, and the reverse. How many decisions are sent at once may change. */
  readonly differences: Differences | undefined
}

/**
 * Options of `replayAll`.
 *
 * @example
 * ```ts
 * await replayAll(order, recorded, { pageSizes: [100] }) // faster, for a long history
 * ```
 */
export interface ReplayAllOptions extends ReplayingOptions {
  /** Sizes of the pages in which each prefix is fed. Default 1 to 7. */
  readonly pageSizes?: readonly number[]
}

/**
 * Replays a history at each of its decision tasks in three ways: with one cached replay, with a fresh one, and page by
 * page. All three must make the same decisions.
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
  const { events, serializer, taskList, replay } = replaysOf(definition, source, options)
  const tasks: ReplayedTask[] = []
  let cached = replay()
  for (const { startedEventId, known, recorded } of decisionTasksOf(events)) {
    const prefix = events.slice(0, known)
    const logs: LoggedLine[] = []
    const fresh = replay(logInto(logs))
    await fresh.feed(prefix)
    const decided = await decidedBy(fresh, logs, { serializer, taskList })
    const expected = { decisions: decided.raw, report: fresh.report() }
    const where = `decision task ${startedEventId}`
    cached = await decideCached(cached, events, known, replay)
    agree(where, 'from memory', await answer(cached, []), expected)
    for (const size of options.pageSizes ?? [1, 2, 3, 4, 5, 6, 7]) {
      agree(where, `in pages of ${size}`, await answer(replay(), [...pages(prefix, size)]), expected)
    }
    tasks.push({
      ...decided,
      startedEventId,
      recorded,
      differences: recorded && differences(decided.raw, recorded),
    })
  }
  await answer(replay(), [events]) // the batch of the last completed task is checked too
  return tasks
}

async function answer(replay: Replay, feeds: readonly (readonly HistoryEvent[])[]) {
  for (const events of feeds) await replay.feed(events)
  return { decisions: await replay.decisions(), report: replay.report() }
}

function* pages(events: readonly HistoryEvent[], size: number): Generator<readonly HistoryEvent[]> {
  for (let i = 0; i < events.length; i += size) yield events.slice(i, i + size)
}
