import type { AnyWorkflow } from '@reyield/workflow'
import { answerDecisionTask, type Answering } from './answer-decision-task.ts'
import { pollForDecisionTask } from './decision-task.ts'
import { createNews } from './news.ts'
import { settingsOf, type WorkerOptions } from './options.ts'
import { registerTypes } from './register-types.ts'
import { typesServed } from './types-served.ts'
import { LateErrors } from './uncaught/late.ts'
import { watching, type WatchdogOptions } from './watchdog/watching.ts'
import { runWorker, type Worker } from './worker.ts'

/** What a decider needs. */
export interface DeciderOptions extends WorkerOptions {
  /** The workflows that it decides. All types that are started on its task list should be among them. */
  readonly workflows: readonly AnyWorkflow[]
  /**
   * `throw`: Date, Math.random, timers and fetch throw inside workflows, with the remedy; an operation that was made and
   * never yielded, and clean-up that an ended branch asks for outside a shield, let the decision task go. `off`: the first
   * isn't watched, the others are logged. Default `throw`, unless NODE_ENV is `production`.
   */
  readonly guards?: 'throw' | 'off'
  /**
   * What becomes of an execution whose history and code disagree. `wait` (default): it's left alone until a deployment can
   * decide it. `fail`: it's closed as FAILED with the error.
   */
  readonly nonDeterminism?: 'wait' | 'fail'
  /**
   * A workflow that blocks the thread (an endless loop that asks for nothing) can't be interrupted: a watching thread names
   * its execution on the standard error and ends the process by SIGKILL. When a new process is started, the execution is
   * set aside as long as its code is the same, for an hour at most. `false`: nobody watches.
   */
  readonly watchdog?: WatchdogOptions | false
}

/**
 * Starts a decider: it polls for decision tasks, replays each execution's history and answers with decisions.
 *
 * A task that can't be decided (history and code disagree, the type isn't served, a payload can't be read, …) never fails
 * the execution: the worker lets it time out once, so that another worker may try, then answers it with one timer `~retry`
 * and the error in the execution context, until a deployment can decide it. It tries every 10 minutes during the first day,
 * then every hour; `handle.nudge()` makes it try at once. See docs/guide/held-executions.md.
 *
 * An error that nothing catches (a promise that rejects before it is awaited, a callback that throws) is attributed to the
 * execution whose code left it behind, and holds that execution only. An error of any other code keeps Node's default.
 *
 * @throws DuplicateDefinitionError (DEFINITION_DUPLICATE), InvalidDefinitionError (DEFINITION_INVALID),
 * UnsafeFolderError (WATCHDOG_FOLDER_UNSAFE)
 * @example
 * ```ts
 * const swf = retrying(awsSwf({ endpoint: 'http://127.0.0.1:4577' }))
 * const worker = decider({ swf, domain: 'shop', taskList: 'orders', workflows: [order] })
 * process.once('SIGTERM', () => void worker.stop())
 * await worker.stopped
 * ```
 */
export function decider(options: DeciderOptions): Worker {
  const settings = settingsOf(options, { slots: 4 })
  const served = typesServed('workflow', options.workflows, settings.taskList)
  const byDefault = process.env['NODE_ENV'] === 'production' ? 'off' : 'throw'
  const { guards = byDefault, nonDeterminism = 'wait' } = options
  const answering: Answering = {
    ...settings,
    served,
    guards,
    nonDeterminism,
    isNews: createNews(),
    lateErrors: new LateErrors(),
    watch: watching(options.watchdog, settings.logger),
  }
  return runWorker(settings, {
    begin: call => registerTypes(settings, { workflows: options.workflows }, call),
    poll: call => pollForDecisionTask(settings, call),
    handle: (task, { now }) => answerDecisionTask(task, answering, now),
  })
}
