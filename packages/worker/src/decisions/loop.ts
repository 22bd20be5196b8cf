import type { AnyWorkflow } from '@reyield/workflow'
import { answerDecisionTask, type Answering } from './answer.ts'
import type { CacheOptions } from '../cache/options.ts'
import { withInterceptors } from './intercepted.ts'
import { stickyDecider } from '../cache/sticky.ts'
import { pollForDecisionTask, type DecisionTask, type PolledList } from './poll.ts'
import type { LoopLimits } from '../options/limits.ts'
import { withFields } from '../logging/logger.ts'
import type { Settings } from '../options/worker-options.ts'
import type { TaskKind } from '../loop/task-loop.ts'
import type { TypesServed } from '../loop/types-served.ts'
import { warnOnce } from './warn-once.ts'
import { LateErrors } from '../uncaught/late.ts'
import { watching, type WatchdogOptions } from '../watchdog/watching.ts'

/**
 * Options of a worker that has workflows.
 *
 * @example
 * ```ts
 * const worker = createWorker({ swf, domain: 'shop', taskList: 'orders', workflows: [order], nonDeterminism: 'wait', guards: 'throw' })
 * ```
 */
export interface DecisionLoopOptions {
  /** The workflows that the worker decides. They should include all types that are started on its task list. */
  readonly workflows: readonly AnyWorkflow[]
  /**
   * `throw`: Date, Math.random, timers and fetch throw inside workflows, with a message that says what to use instead. After an
   * operation that was created and never yielded, or clean-up that an ended branch asks for outside a shield, the decision task times
   * out. `off`: the calls aren't watched, and the other two are logged. Default `throw`, or `off` if NODE_ENV is `production`.
   */
  readonly guards?: 'throw' | 'off'
  /**
   * What the worker does with an execution whose history and code disagree. `wait` (default): it leaves the execution open until a
   * deployment can decide it. `fail`: it closes the execution as FAILED with the error.
   */
  readonly nonDeterminism?: 'wait' | 'fail'
  /**
   * A workflow that blocks the thread (an endless loop without operations) can't be interrupted. So a second thread watches: it
   * reports the execution on the standard error and ends the process with SIGKILL, with all activities that run in it. The execution is
   * quarantined: a new process doesn't decide it until its code changes, for at most an hour. `false`: nothing is watched. Default: on.
   */
  readonly watchdog?: WatchdogOptions | false
  /**
   * The worker keeps the replays of executions in memory between their decision tasks, and asks SWF to send their next tasks to a task
   * list of its own. A task then costs what is new, and not the whole history. If a cached replay is missing or doesn't fit, the task is
   * decided by a full replay, with the same result. `false`: every task is decided by a full replay. See docs/guide/caching.md.
   *
   * @example
   * ```ts
   * createWorker({ ...connection, workflows, cache: { maxExecutions: 20_000, maxBytes: 500_000_000, stickyTimeout: '5s' } })
   * ```
   */
  readonly cache?: CacheOptions | false
  /**
   * Also decides the schedules of its task list. It needs the package `@reyield/schedules`, which is loaded then. With it, `workflows` may be
   * empty. Default false. See docs/guide/schedules.md.
   *
   * @example
   * ```ts
   * createWorker({ ...connection, taskList: 'reports', workflows: [report], schedules: true })
   * ```
   */
  readonly schedules?: boolean
}

/** Returns the loop of a worker that decides executions. Guards are on by default outside production. */
export function decisionLoop(
  { watchdog, cache, ...options }: Omit<DecisionLoopOptions, 'workflows' | 'schedules'>,
  served: TypesServed<AnyWorkflow>,
  settings: Settings,
  limits: LoopLimits,
): TaskKind<DecisionTask> {
  const byDefault = process.env['NODE_ENV'] === 'production' ? 'off' : 'throw'
  const { guards = byDefault, nonDeterminism = 'wait' } = options
  const { domain, taskList } = settings
  const sticky = stickyDecider(cache, taskList)
  const answering: Answering = {
    ...settings,
    served,
    guards,
    nonDeterminism,
    isNewWarning: warnOnce(),
    lateErrors: new LateErrors(),
    watch: watching(watchdog, withFields(settings.logger, { domain, taskList })),
    sticky,
  }
  const lists: PolledList[] = [{ taskList, startAtPreviousStartedEvent: false }]
  if (sticky !== undefined) lists.push({ taskList: sticky.taskList, startAtPreviousStartedEvent: true })
  return {
    loop: 'decisions',
    limits,
    polls: lists.map(list => call => pollForDecisionTask(list, settings, call)),
    handle: (task, stop) =>
      withInterceptors(task, answering, asked => answerDecisionTask(asked, answering, stop)),
    ...(sticky === undefined ? {} : { cache: sticky.cache }),
  }
}
