import { pollForActivityTask, type ActivityTask } from './poll.ts'
import type { LoopLimits } from '../options/limits.ts'
import type { Settings } from '../options/worker-options.ts'
import { runActivity } from './run.ts'
import type { SchemasByName } from './schemas.ts'
import type { Activities, ServedActivity } from './served.ts'
import type { TaskKind } from '../loop/task-loop.ts'
import { typesServed } from '../loop/types-served.ts'

/** Options of a worker that has activities. */
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
   * What inputs must be, by the names of activities: schemas of zod, valibot, arktype, or another library that follows Standard
   * Schema. A schema checks the input as it is recorded and never changes it: its input and output types must be the same, and it
   * must answer at once. An activity with an invalid input fails with INPUT_INVALID without being called, and isn't retried.
   */
  readonly schemas?: Schemas
}

/** How a worker runs activities. */
export function activityLoop(
  activities: readonly ServedActivity[],
  settings: Settings,
  limits: LoopLimits,
): TaskKind<ActivityTask> {
  const working = { ...settings, served: typesServed('activity', activities, settings.taskList) }
  return {
    loop: 'activities',
    limits,
    poll: call => pollForActivityTask(settings, call),
    handle: (task, stop) => runActivity(task, working, stop),
  }
}
