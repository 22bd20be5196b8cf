import { pollForActivityTask, type ActivityTask } from './poll.ts'
import type { LoopLimits } from '../options/limits.ts'
import type { Settings } from '../options/worker-options.ts'
import { runActivity } from './run.ts'
import type { SchemasByName } from './schemas.ts'
import type { Activities, ServedActivity } from './served.ts'
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
}

/** Returns the loop of a worker that runs activities. */
export function activityLoop(
  activities: readonly ServedActivity[],
  settings: Settings,
  limits: LoopLimits,
): TaskKind<ActivityTask> {
  const working = { ...settings, served: typesServed('activity', activities, settings.taskList) }
  return {
    loop: 'activities',
    limits,
    polls: [call => pollForActivityTask(settings, call)],
    handle: (task, stop) => runActivity(task, working, stop),
  }
}
