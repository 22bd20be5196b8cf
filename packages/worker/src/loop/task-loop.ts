import { isOutage, type CallOptions } from '@reyield/client'
import { messageOf } from '@reyield/workflow/internal'
import { ConcurrencyLimit } from './concurrency-limit.ts'
import { shown } from '../logging/shown.ts'
import type { LoopLimits, LoopName } from '../options/limits.ts'
import type { Settings } from '../options/worker-options.ts'
import type { Report } from './report.ts'
import type { Stop } from './stop.ts'

/** One of SWF's two kinds of tasks: how a worker polls for them and handles them. */
export interface TaskKind<Task = unknown> {
  readonly loop: LoopName
  readonly limits: LoopLimits
  /** Polls once. Returns `undefined` if there was no task. */
  poll(options: CallOptions): Promise<Task | undefined>
  /** Handles a task. Resolves when that is finished. */
  handle(task: Task, stop: Stop): Promise<void>
}

/** The loop of one kind of task. */
export interface TaskLoop {
  /** The tasks that are being handled. */
  readonly running: ReadonlySet<Promise<void>>
  /** Polls until the worker stops. Resolves when no poll is open any longer. Never rejects. */
  poll(): Promise<void>
}

const longestWait = 30_000

const inWords: Record<LoopName, string> = { decisions: 'decision tasks', activities: 'activity tasks' }

/**
 * Polls for tasks of one kind and handles them.
 *
 * - There are never more tasks than `concurrency`: each poll counts as one task, and the task that it returns takes its place.
 * - After `stopping` is aborted, no poll begins.
 */
export function taskLoop<Task>(
  kind: TaskKind<Task>,
  settings: Settings,
  stop: Stop,
  report: Report,
): TaskLoop {
  const { logger, timers, domain, taskList } = settings
  const { stopping, now } = stop
  const { loop, limits } = kind
  const limit = new ConcurrencyLimit(limits.concurrency)
  stopping.addEventListener('abort', () => limit.close())
  const abortSignal = settings.swf.abortablePolls === true ? stopping : now
  const running = new Set<Promise<void>>()

  async function poll(): Promise<void> {
    for (let failures = 0; !stopping.aborted;) {
      await limit.take()
      let task: Task | undefined
      try {
        if (!stopping.aborted) task = await kind.poll({ abortSignal, retrySignal: stopping })
        failures = 0
      } catch (error) {
        if (!stopping.aborted) await afterFailure(error, ++failures)
      }
      if (task === undefined) limit.release()
      else run(task)
    }
  }

  /** Handles a task, which takes the place of the poll that returned it. */
  function run(task: Task): void {
    const done = kind
      .handle(task, stop)
      .catch((error: unknown) =>
        report('A task failed unexpectedly', error, {
          loop,
          shown: shown(error, settings.logPayloads),
        }),
      )
      .finally(() => {
        running.delete(done)
        limit.release()
      })
    running.add(done)
  }

  /** A poll failed without further retries: the domain is gone, or credentials have expired. It may succeed again later. */
  async function afterFailure(error: unknown, failures: number): Promise<void> {
    const message = `Polling the task list '${taskList}' for ${inWords[loop]} failed`
    if (isOutage(error)) logger.debug(`${message}: ${messageOf(error)}`, { domain, taskList }) // the outage is reported once
    else report(message, error, { loop })
    const wait = Math.min(1000 * 2 ** (failures - 1), longestWait)
    await timers.sleep(wait, { signal: stopping }).catch(() => undefined)
  }

  return {
    running,
    poll: async () => void (await Promise.all(Array.from({ length: limits.pollers }, poll))),
  }
}
