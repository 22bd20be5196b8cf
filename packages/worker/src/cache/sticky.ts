import type { Decision } from '@aws-sdk/client-swf'
import { closingDecision } from '../decisions/closing.ts'
import { cacheLimitsOf, type CacheOptions } from './options.ts'
import { ownTaskList } from './own-task-list.ts'
import { ReplayCache } from './replay-cache.ts'
import type { Replayed } from './replayed.ts'

/** Where SWF puts an execution's next decision tasks: parameters of RespondDecisionTaskCompleted. */
export interface NextList {
  readonly taskList: { readonly name: string }
  /** In seconds: how long a task may wait there. Then SWF puts it on the execution's own list. */
  readonly taskListScheduleToStartTimeout?: string
}

/** A decider to which executions stick: it keeps their replays, and gets their next decision tasks on a task list of its own. */
export interface Sticky {
  readonly cache: ReplayCache<Replayed>
  /** The task list of this worker alone. */
  readonly taskList: string
  /** Whether the replay of an answer is worth keeping: the execution goes on, and there is room for it. */
  keeps(decisions: readonly Decision[], replayed: Replayed): boolean
  /**
   * The task list for an execution's next decision tasks: that of this worker, or again the common one. It must be named, since SWF
   * otherwise stays with the last one (swf-semantics.md §3.5).
   */
  listFor(kept: boolean): NextList
}

/**
 * Returns the sticky part of a decider; `undefined` without a cache.
 *
 * @throws InvalidOptionError (OPTION_INVALID), InvalidDurationError (DURATION_INVALID)
 */
export function stickyDecider(options: CacheOptions | false | undefined, common: string): Sticky | undefined {
  const limits = cacheLimitsOf(options)
  if (limits === undefined) return undefined
  const cache = new ReplayCache<Replayed>(limits)
  const taskList = ownTaskList(common)
  const own = { taskList: { name: taskList }, taskListScheduleToStartTimeout: limits.stickyTimeout }
  const back = { taskList: { name: common } }
  return {
    cache,
    taskList,
    keeps: (decisions, replayed) => closingDecision(decisions) === undefined && cache.fits(replayed),
    listFor: kept => (kept ? own : back),
  }
}
