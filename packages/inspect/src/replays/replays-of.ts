import { createReplay, type Replay, type WorkflowLog } from '@reyield/replay'
import type { AnyWorkflow, Serializer } from '@reyield/workflow'
import { historyOf, type HistorySource } from '../history/source.ts'

/**
 * How a history is replayed.
 *
 * @example
 * ```ts
 * await replayAll(order, loadHistory(await readFile('order.json', 'utf8')), { serializer: json, guards: 'off' })
 * ```
 */
export interface ReplayingOptions {
  /**
   * The serializer of payloads for which neither workflow nor activity has one. Default: that of the fake history, else
   * superjson.
   */
  readonly serializer?: Serializer
  /** The guards against nondeterministic calls, as of `createReplay`. Default `throw`. */
  readonly guards?: 'throw' | 'off'
}

/** The parts of a history as the workflow reads it, and a function that creates replays of it. */
export function replaysOf(definition: AnyWorkflow, source: HistorySource, options: ReplayingOptions) {
  const { events, execution, taskList, serializer: own } = historyOf(source)
  const serializer = options.serializer ?? own
  return {
    events,
    execution,
    taskList,
    serializer: definition.serializer ?? serializer,
    replay: (log?: WorkflowLog): Replay =>
      createReplay(definition, {
        execution,
        serializer,
        ...(log === undefined ? {} : { log }),
        ...(options.guards === undefined ? {} : { guards: options.guards }),
      }),
  }
}
