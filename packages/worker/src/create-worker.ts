import type { AnyWorkflow } from '@reyield/workflow'
import { activityLoop } from './activities/loop.ts'
import {
  checkCombination,
  type Absent,
  type AnyWorkerOptions,
  type Combination,
} from './options/combination.ts'
import type { AnyActivities } from './activities/checks.ts'
import type { SchemasByName } from './activities/schemas.ts'
import { decisionLoop } from './decisions/loop.ts'
import { servedWorkflows } from './decisions/served.ts'
import { activitySettingsOf } from './options/activity-options.ts'
import { limitsOf } from './options/limits.ts'
import { warnOfShortNames } from './options/short-names.ts'
import { logOtherTaskLists } from './options/task-lists.ts'
import { settingsOf, type WorkerOptions } from './options/worker-options.ts'
import { servedActivities, type ServedActivity } from './activities/served.ts'
import type { TaskKind } from './loop/task-loop.ts'
import { servedThreads } from './threads/serving.ts'
import { startWorker } from './loop/start-worker.ts'
import type { Worker } from './loop/worker.ts'

/**
 * Starts a worker, which polls SWF for tasks: for decision tasks if it has `workflows`, for activity tasks if it has `activities`,
 * for both if it has both. Before that it registers the domain and all types.
 *
 * - A **decision task** means that an execution has new events. The worker replays the execution's history and responds with
 *   decisions.
 * - An **activity task** means that an activity has to run. The worker runs the function and responds with what it returns or throws.
 *
 * In production, run deciders and activity workers as separate processes: two programs, each with its own `createWorker`. If a
 * workflow blocks the thread, the watchdog ends the process with all activities that run in it, and activities that use the CPU
 * delay decisions. A worker with both is for development, tests and small embedded uses.
 *
 * If a decision task can't be completed (history and code disagree, the type isn't served, a payload can't be read, …), the
 * worker never fails the execution. It first lets the task time out, so that another worker can try. Then it responds with one
 * timer `~retry` and the error in the execution context, until a deployment can decide it. It tries every 10 minutes during the
 * first day, then every hour; `handle.nudge()` makes it try at once. See docs/guide/held-executions.md.
 *
 * An error that nothing catches (a promise that rejects before it is awaited, a callback that throws) is attributed to the
 * execution or the activity whose code caused it, and affects only that one. Other uncaught errors are handled by Node as usual.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), DuplicateDefinitionError (DEFINITION_DUPLICATE), InvalidOptionError
 * (OPTION_INVALID), UnsafeFolderError (WATCHDOG_FOLDER_UNSAFE)
 * @example
 * ```ts
 * import * as activities from './activities.js'
 *
 * const swf = retrying(awsSwf({ endpoint: 'http://127.0.0.1:4577' }))
 * const worker = createWorker({ swf, domain: 'shop', taskList: 'orders', workflows: [order], activities })
 * await stopOnSignals(worker) // until SIGTERM or Ctrl-C
 * ```
 */
export function createWorker<
  const Workflows extends readonly AnyWorkflow[] | undefined | Absent,
  const Served extends AnyActivities | undefined | Absent,
  Schemas extends SchemasByName = Readonly<Record<never, never>>,
>(
  options: WorkerOptions & {
    readonly workflows?: Workflows
    readonly activities?: Served
    readonly schemas?: Schemas
  } & Combination<Workflows, Served, Schemas>,
): Worker {
  const { workflows, activities, ...given } = options as AnyWorkerOptions
  checkCombination(options as AnyWorkerOptions)
  const limits = limitsOf(given)
  const settings = settingsOf(given)
  warnOfShortNames(settings)
  const served = activities === undefined ? undefined : servedActivities(activities, given)
  const deciding =
    workflows === undefined ? undefined : servedWorkflows(workflows, given.schedules, settings.taskList)
  if (workflows !== undefined) logOtherTaskLists(workflows, settings)
  const kinds: TaskKind[] = []
  if (deciding !== undefined) kinds.push(decisionLoop(given, deciding.served, settings, limits.decisions))
  if (served !== undefined) {
    kinds.push(activityLoop(served, settings, limits.activities, activitySettingsOf(given)))
  }
  const threads = servedThreads(served ?? [])
  const types = async (now: AbortSignal) => {
    await threads.start(now)
    return { workflows: (await deciding?.loaded()) ?? [], activities: (served ?? []).map(typeOf) }
  }
  return startWorker(settings, types, kinds, () => threads.close())
}

const typeOf = ({ name, version, description }: ServedActivity) => ({
  name,
  version,
  ...(description === undefined ? {} : { description }),
})
