import { pollForActivityTask } from './activity-task.ts'
import { settingsOf, type WorkerOptions } from './options.ts'
import { registerTypes } from './register-types.ts'
import { runActivity } from './run-activity.ts'
import type { AnySchema } from '@reyield/workflow'
import type { CheckedActivities } from './activity-checks.ts'
import type { ActivitySchemas } from './activity-schemas.ts'
import { servedActivities, type Activities } from './served-activity.ts'
import { typesServed } from './types-served.ts'
import { runWorker, type Worker } from './worker.ts'

/** What an activity worker needs. */
export interface ActivityWorkerOptions<
  Served extends Activities = Activities,
  Schemas extends Readonly<Record<string, AnySchema>> = Readonly<Record<string, AnySchema>>,
> extends WorkerOptions {
  /** A module of functions (`import * as activities from './activities.js'`), or a list with options. */
  readonly activities: Served
  /**
   * What inputs must be, by the names of activities: schemas of zod, valibot, arktype, or another library that follows Standard
   * Schema. A schema checks the input as it is recorded and never changes it: its input and output types must be the same, and it
   * must answer at once. An activity with an invalid input fails with INPUT_INVALID without being called, and isn't tried again.
   */
  readonly schemas?: Schemas
}

/**
 * Starts an activity worker: it polls for activity tasks, runs the functions and answers with what they return or throw.
 *
 * @throws DuplicateDefinitionError (DEFINITION_DUPLICATE), InvalidDefinitionError (DEFINITION_INVALID)
 * @example
 * ```ts
 * import * as activities from './activities.js'
 *
 * const swf = retrying(awsSwf({ endpoint: 'http://127.0.0.1:4577' }))
 * const worker = activityWorker({ swf, domain: 'shop', taskList: 'orders', activities, slots: 20 })
 * process.once('SIGTERM', () => void worker.stop())
 * await worker.stopped
 * ```
 */
export function activityWorker<
  const Served extends Activities,
  Schemas extends Readonly<Record<string, AnySchema>> = Readonly<Record<never, never>>,
>(
  options: ActivityWorkerOptions<Served, Schemas & ActivitySchemas<Served, Schemas>> & {
    readonly activities: CheckedActivities<Served>
  },
): Worker {
  const settings = settingsOf(options, { slots: 10 })
  const activities = servedActivities(options.activities, options.schemas)
  const working = { ...settings, served: typesServed('activity', activities, settings.taskList) }
  const types = activities.map(({ name, version, description }) => ({
    name,
    version,
    ...(description === undefined ? {} : { description }),
  }))
  return runWorker(settings, {
    begin: call => registerTypes(settings, { activities: types }, call),
    poll: call => pollForActivityTask(settings, call),
    handle: (task, stop) => runActivity(task, working, stop),
  })
}
