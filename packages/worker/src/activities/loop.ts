import { pollForActivityTask, type ActivityTask } from './poll.ts'
import type {
  ActivityOptionsByName,
  ActivitySettings,
  AutomaticHeartbeats,
} from '../options/activity-options.ts'
import type { LoopLimits } from '../options/limits.ts'
import type { Settings } from '../options/worker-options.ts'
import { runActivity } from './run.ts'
import type { SchemasByName } from './schemas.ts'
import type { Activities, ServedActivity } from './served.ts'
import { StartLimits } from './start-limits.ts'
import type { TaskKind } from '../loop/task-loop.ts'
import { typesServed } from '../loop/types-served.ts'

/**
 * Options of a worker that has activities.
 *
 * @example
 * ```ts
 * import * as activities from './activities.js'
 *
 * const worker = createWorker({ swf, domain: 'shop', taskList: 'payments', activities, concurrency: 50 })
 * ```
 */
export interface ActivityLoopOptions<
  Served extends Activities = Activities,
  Schemas extends SchemasByName = SchemasByName,
> {
  /**
   * The activities that the worker runs: a module of functions (`import * as activities from './activities.js'`), an instance of
   * a class, or a list with options.
   */
  readonly activities: Served
  /**
   * Schemas of inputs, by the names of activities: of zod, valibot, arktype, or another library that follows Standard Schema. A schema
   * checks the recorded input and never changes it: its input and output types must be the same, and it must be synchronous. An
   * activity with an invalid input fails with INPUT_INVALID without being called, and isn't retried. Default: none.
   */
  readonly schemas?: Schemas
  /**
   * The most activities that this worker begins in a second, of all types; may be a fraction, such as 0.5. The worker polls no more often, so
   * tasks beyond the rate stay at SWF for other workers. In `s` seconds there are at most `1 + (s + 0.25) × activitiesPerSecond` starts.
   * Default: no limit. See docs/guide/workers.md.
   *
   * @example
   * ```ts
   * createWorker({ ...connection, activities, activitiesPerSecond: 20 }) // what the mail provider accepts
   * ```
   */
  readonly activitiesPerSecond?: number
  /**
   * Heartbeats that the worker sends by itself while an activity runs or waits for its limits. They repeat the details of the activity's last
   * heartbeat, and abort its `signal` when the workflow requests to cancel it or SWF no longer knows the task. An activity that hangs is
   * kept alive by them, until its `startToClose` passes. Default: none.
   *
   * @example
   * ```ts
   * createWorker({ ...connection, activities, heartbeat: { every: '10s' } })
   * ```
   */
  readonly heartbeat?: AutomaticHeartbeats
  /**
   * Options of single activities by their names, for all versions: their own limits and heartbeats. SWF doesn't let a worker poll for some
   * types only, so a task beyond the limits of its type waits in the worker. It counts for `concurrency`, and its `startToClose` passes
   * meanwhile. Default: none.
   *
   * @example
   * ```ts
   * createWorker({ ...connection, activities, activityOptions: { resize: { concurrency: 2, heartbeat: { every: '10s' } } } })
   * ```
   */
  readonly activityOptions?: ActivityOptionsByName<Served>
}

/** Returns the loop of a worker that runs activities. */
export function activityLoop(
  activities: readonly ServedActivity[],
  settings: Settings,
  loopLimits: LoopLimits,
  options: ActivitySettings,
): TaskKind<ActivityTask> {
  const limits = new StartLimits(options.limits, settings.timers)
  const { heartbeatEvery } = options
  const served = typesServed('activity', activities, settings.taskList)
  const working = { ...settings, served, limits, heartbeatEvery }
  return {
    loop: 'activities',
    limits: loopLimits,
    gate: limits,
    waiting: () => limits.waiting,
    polls: [call => pollForActivityTask(settings, call)],
    handle: (task, stop) => runActivity(task, working, stop),
  }
}
