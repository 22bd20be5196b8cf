import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import type { Interceptor } from '@reyield/client'
import type { AskedOperation } from '@reyield/replay'
import type { MissReason } from '../cache/replay-cache.ts'

/** A decision task, for its interceptors. */
export interface DecisionCall {
  readonly domain: string
  /** The worker's task list. */
  readonly taskList: string
  /** Whether the task came on the list of this worker alone, since its cache has the execution. */
  readonly sticky: boolean
  readonly workflowId: string
  readonly runId: string
  readonly workflowType: { readonly name: string; readonly version: string }
  /** Id of the DecisionTaskStarted of the last completed decision task; 0 for the first one. */
  readonly previousStartedEventId: number
  /** Id of this task's DecisionTaskStarted: the number of events so far. */
  readonly startedEventId: number
  /**
   * Whether `asked` of the result says where in the code the workflow has asked for its operations. May be changed to true. It costs some
   * microseconds for each operation that is new in this task.
   */
  readonly sourceLines: boolean
}

/**
 * How a worker has ended a decision task.
 *
 * - `completed`: SWF has recorded the decisions of the workflow.
 * - `held`: the task can't be decided. The worker has completed it with a timer, after which it tries again.
 * - `released`: the task can't be decided. The worker lets it time out, so that another worker can try.
 * - `lost`: SWF no longer knew the task. It has timed out, its execution has closed, or the response to an earlier try was lost.
 * - `unanswered`: a request to SWF failed. The task times out.
 */
export type DecisionOutcome = 'completed' | 'held' | 'released' | 'lost' | 'unanswered'

/** How a decision task was handled. */
export interface DecisionEnd {
  readonly outcome: DecisionOutcome
  /** Why the task couldn't be decided, or the error of a request. */
  readonly error: unknown
  /** Its code; the name of an error that isn't Reyield's. */
  readonly code: string | undefined
  /** The decisions that were sent, with payloads as they were sent. None if no answer was sent. */
  readonly decisions: readonly Decision[]
  /** With `sourceLines`: the operations that the workflow has asked for in this task, with source lines. */
  readonly asked: readonly AskedOperation[]
  /**
   * The events that the worker has read, as SWF sent them: all, or those since the last completed decision task. Those that no decider has
   * answered so far have ids above `previousStartedEventId`.
   */
  readonly events: readonly HistoryEvent[]
  /** How many events were replayed. */
  readonly replayedEvents: number
  /** `hit`: decided by a replay in the cache. Else why not; `none`: no replay was expected to be there. */
  readonly cache: 'hit' | MissReason | 'none'
}

/**
 * A function around the handling of a decision task. `next` decides the task, responds to SWF, and returns how that went. It can't change
 * the decisions, because every replay must come to the same ones. If an interceptor throws or doesn't call `next`, the task is decided all
 * the same, and its error is logged and passed to `onError` (INTERCEPTOR_FAILED).
 *
 * @example
 * ```ts
 * const slow: DecisionInterceptor = async (task, next) => {
 *   const begin = performance.now()
 *   const end = await next(task)
 *   if (performance.now() - begin > 1000) console.warn(`slow: ${task.workflowType.name}, ${end.replayedEvents} events`)
 *   return end
 * }
 * ```
 */
export type DecisionInterceptor = Interceptor<DecisionCall, DecisionEnd>
