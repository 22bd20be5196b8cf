import type { Interceptor } from '@reyield/client'
import type { ActivityContext } from '../activities/context.ts'

/** An activity task, for its interceptors. */
export interface ActivityCall {
  readonly domain: string
  readonly taskList: string
  /** The activity's input; undefined if it can't be read, and then `next` throws. May be changed. */
  readonly input: unknown
  /** The second parameter of the activity's function: its ids, signals, log and heartbeat. May be changed. */
  readonly context: ActivityContext
  /** Resolves when the worker is done with the task. Never rejects. */
  readonly ended: Promise<ActivityEnd>
}

/**
 * How a worker has ended an activity task.
 *
 * - `completed`, `failed`, `canceled`: SWF has recorded that.
 * - `later`: the activity has returned `completeLater()`. Nothing is recorded, and the task stays open for whoever has its token.
 * - `lost`: SWF no longer knew the task, since it has timed out or its execution has closed.
 * - `abandoned`: the worker stopped before the activity ended. SWF times it out.
 * - `unanswered`: SWF has refused the response, or the worker stopped before SWF could be reached. SWF times out the activity.
 */
export type ActivityOutcome =
  | 'completed'
  | 'failed'
  | 'canceled'
  | 'later'
  | 'lost'
  | 'abandoned'
  | 'unanswered'

/** How an activity task has ended. */
export interface ActivityEnd {
  readonly outcome: ActivityOutcome
  /** Of a failed activity, or why the response is missing. */
  readonly error: unknown
  /** Characters of the result as it was sent; undefined if there is none. */
  readonly resultLength: number | undefined
}

/**
 * A function around the run of an activity. `next` calls the activity's function and returns its value. What the interceptor returns
 * is the activity's result; `completeLater()` leaves the task open. What it throws fails the activity, as if the function had thrown it.
 *
 * @example
 * ```ts
 * const tenants = new AsyncLocalStorage<string>()
 * const withTenant: ActivityInterceptor = (call, next) =>
 *   tenants.run(call.context.workflowExecution.workflowId.split('.')[0]!, () => next(call))
 * ```
 */
export type ActivityInterceptor = Interceptor<ActivityCall>
