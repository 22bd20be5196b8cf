import { isOutage, type CallOptions } from '@reyield/client'
import { messageOf } from '@reyield/workflow/internal'
import type { CacheStats } from '../cache/replay-cache.ts'
import { ConcurrencyLimit } from './concurrency-limit.ts'
import { shown } from '../logging/shown.ts'
import type { LoopLimits, LoopName } from '../options/limits.ts'
import type { Settings } from '../options/worker-options.ts'
import type { PollGate } from './poll-gate.ts'
import type { Report } from './report.ts'
import type { Stop } from './stop.ts'
import type { LoopStats } from './worker.ts'

/** One of SWF's two kinds of tasks: how a worker polls for them and handles them. */
export interface TaskKind<Task = unknown> {
  readonly loop: LoopName
  readonly limits: LoopLimits
  /** For each task list: polls it once. Returns `undefined` if there was no task. */
  readonly polls: readonly ((options: CallOptions) => Promise<Task | undefined>)[]
  /** Holds back polls. Default: none. */
  readonly gate?: PollGate
  /** The tasks in hand that haven't begun, by the names of activities. Default: none. */
  waiting?(): Readonly<Record<string, number>>
  /** Handles a task. Resolves when that is finished. */
  handle(task: Task, stop: Stop): Promise<void>
  /** What it keeps in memory between tasks. */
  readonly cache?: { readonly stats: CacheStats; clear(): void }
}

/** The loop of one kind of task. */
export interface TaskLoop {
  readonly name: LoopName
  /** The tasks that are being handled. */
  readonly running: ReadonlySet<Promise<void>>
  /** Polls until the worker stops. Resolves when no poll is open any longer. Never rejects. */
  poll(): Promise<void>
  /** Its figures at this moment. */
  stats(): LoopStats
}

const longestWait = 30_000

const inWords: Record<LoopName, string> = { decisions: 'decision tasks', activities: 'activity tasks' }

/**
 * Polls for tasks of one kind and handles them.
 *
 * - Of one task list there are never more tasks than `concurrency`: each poll counts as one task, and the task that it returns takes
 *   its place.
 * - With several lists, each has as many polls as if it were alone, so a quiet list takes nothing from a busy one. There are still never more
 *   than `concurrency` tasks handled at a time. One that comes beyond that waits until another ends.
 * - A poll also needs a permit of `gate`. It gives the permit back if it returns no task.
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
  const { loop, limits, gate } = kind
  const handled = new ConcurrencyLimit(limits.concurrency)
  const abortSignal = settings.swf.abortablePolls === true ? stopping : now
  const running = new Set<Promise<void>>()
  let polling = 0
  let polledAt: number | undefined

  type Poll = (typeof kind.polls)[number]

  async function lane(poll: Poll, limit: ConcurrencyLimit): Promise<void> {
    for (let failures = 0; !stopping.aborted;) {
      await limit.take()
      await gate?.take()
      let task: Task | undefined
      try {
        if (!stopping.aborted) task = await counted(poll)
        failures = 0
      } catch (error) {
        if (!stopping.aborted) await afterFailure(error, ++failures)
      }
      if (task === undefined) {
        gate?.giveBack()
        limit.release()
      } else run(task, limit)
    }
  }

  async function counted(poll: Poll): Promise<Task | undefined> {
    polling++
    try {
      const task = await poll({ abortSignal, retrySignal: stopping })
      polledAt = timers.now()
      return task
    } finally {
      polling--
    }
  }

  async function inTurn(task: Task): Promise<void> {
    await handled.take()
    try {
      await kind.handle(task, stop)
    } finally {
      handled.release()
    }
  }

  /** Handles a task, which takes the place of the poll that returned it. */
  function run(task: Task, limit: ConcurrencyLimit): void {
    const done = inTurn(task)
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
    name: loop,
    running,
    stats: () => ({
      concurrency: limits.concurrency,
      running: running.size,
      pollers: limits.pollers * kind.polls.length,
      polling,
      polledAt,
      heldBack: gate?.heldBack ?? 0,
      waiting: kind.waiting?.() ?? {},
    }),
    async poll() {
      stopping.addEventListener('abort', () => gate?.close())
      const lanes = kind.polls.flatMap(poll => {
        const limit = new ConcurrencyLimit(limits.concurrency)
        stopping.addEventListener('abort', () => limit.close())
        return Array.from({ length: limits.pollers }, () => lane(poll, limit))
      })
      await Promise.all(lanes)
    },
  }
}
