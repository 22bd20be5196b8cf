import { isOutage, UnknownDomainError, type CallOptions } from '@reyield/client'
import { isReyieldError, messageOf, milliseconds, type Duration } from '@reyield/workflow'
import { shown } from './faults.ts'
import type { Settings } from './options.ts'
import { Slots } from './slots.ts'
import { catchUncaught } from './uncaught/owners.ts'

/** A decider or an activity worker. It polls from its creation on. */
export interface Worker {
  /**
   * Resolves when SWF has answered for the first time and polling has begun. Rejects with NoEndpointError (NO_ENDPOINT)
   * or UnknownDomainError (DOMAIN_UNKNOWN), or with another fault of SWF; then the worker has stopped.
   */
  readonly ready: Promise<void>
  /** Resolves when the worker has stopped; rejects as `ready`. */
  readonly stopped: Promise<void>
  /**
   * Stops gracefully: aborts `stopping` of running activities, begins no more polls, waits for those that are open (a
   * task that goes to a dead poll is lost until its timeout; SWF holds a poll for up to 60 seconds; those of a local SWF
   * in this process are ended at once) and for the tasks in hand. May be called again, to be less patient.
   *
   * @throws InvalidDurationError (DURATION_INVALID)
   * @example
   * ```ts
   * process.once('SIGTERM', () => void worker.stop({ grace: '25s' }))
   * ```
   */
  stop(options?: StopOptions): Promise<void>
}

/** How patiently a worker stops. */
export interface StopOptions {
  /**
   * Aborts open polls and `signal` of running activities at once, and waits for neither. Default false. An activity that fails
   * after that isn't recorded as failed: SWF times it out, and its retry policy decides what then.
   */
  readonly now?: boolean
  /** How long to wait before that happens by itself. Default: as long as it takes. */
  readonly grace?: Duration
}

/** What a running task hears of the end of its worker. */
export interface Stop {
  /** The worker takes no more tasks. */
  readonly stopping: AbortSignal
  /** The worker waits no longer. */
  readonly now: AbortSignal
}

/** What the two kinds of worker do differently. */
export interface Kind<Task> {
  /** The first calls, before any poll. */
  begin(options: CallOptions): Promise<void>
  /** One poll; `undefined`: no task came. */
  poll(options: CallOptions): Promise<Task | undefined>
  /** Does a task to its end. */
  handle(task: Task, stop: Stop): Promise<void>
}

const longestWait = 30_000

/**
 * Polls for tasks and does them.
 *
 * - Never more tasks than slots: a poll is begun only for a slot that is free, and keeps it for the task that it brings.
 * - After `stop` no poll begins.
 */
export function runWorker<Task>(settings: Settings, kind: Kind<Task>): Worker {
  const { logger, onError, timers, domain, taskList } = settings
  const slots = new Slots(settings.slots)
  const stopping = new AbortController()
  stopping.signal.addEventListener('abort', () => slots.close())
  const now = new AbortController()
  const pollSignal = settings.swf.abortablePolls === true ? stopping.signal : now.signal
  const running = new Set<Promise<void>>()
  let stopAsked = false
  const asStartError = (error: unknown) =>
    (error as Error).name === 'UnknownResourceFault' ? new UnknownDomainError(domain, error) : error

  const ready = kind
    .begin({ abortSignal: now.signal, retrySignal: stopping.signal })
    .catch((error: unknown) => {
      stopping.abort()
      throw asStartError(error)
    })

  async function pollLoop(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted;) {
      await slots.take()
      let task: Task | undefined
      try {
        if (!stopping.signal.aborted)
          task = await kind.poll({ abortSignal: pollSignal, retrySignal: stopping.signal })
        failures = 0
      } catch (error) {
        if (!stopping.signal.aborted) await afterFailure(error, ++failures)
      }
      if (task === undefined) slots.release()
      else run(task)
    }
  }

  /** Does a task in the slot that was taken for it. */
  function run(task: Task): void {
    const done = kind
      .handle(task, { stopping: stopping.signal, now: now.signal })
      .catch((error: unknown) =>
        report('A task failed in a way that it should not', error, shown(error, settings.logPayloads)),
      )
      .finally(() => {
        running.delete(done)
        slots.release()
      })
    running.add(done)
  }

  /** The port has given up on a poll: the domain is gone, credentials have expired. It may come right again. */
  async function afterFailure(error: unknown, failures: number): Promise<void> {
    const message = `Polling the task list '${taskList}' failed`
    if (isOutage(error))
      logger.debug(`${message}: ${messageOf(error)}`, { domain, taskList }) // the outage is reported once
    else report(message, asStartError(error))
    const wait = Math.min(1000 * 2 ** (failures - 1), longestWait)
    await timers.sleep(wait, { signal: stopping.signal }).catch(() => undefined)
  }

  function report(message: string, error: unknown, said = messageOf(error)): void {
    const about = { domain, taskList, ...(isReyieldError(error) ? { code: error.code } : {}) }
    logger.error(`${message}: ${said}`, about)
    onError(error, about)
  }

  async function serve(): Promise<void> {
    try {
      await ready
    } catch (error) {
      if (stopAsked) return // it was stopped before it had begun
      report('The worker could not start', error)
      throw error
    }
    logger.info('Polling', { domain, taskList })
    await Promise.all(Array.from({ length: settings.pollers }, pollLoop))
    if (!now.signal.aborted) await Promise.race([Promise.all(running), aborted(now.signal)])
    logger.info('Stopped', { domain, taskList })
  }

  const release = catchUncaught()
  const stopped = serve().finally(() => {
    if (running.size === 0) release()
    else void Promise.all(running).then(release) // of what still runs after `stop({ now: true })`
  })
  stopped.catch(() => undefined) // reported above; who cares awaits it
  ready.catch(() => undefined)
  return {
    ready,
    stopped,
    async stop({ now: atOnce = false, grace } = {}) {
      const patience = grace === undefined ? undefined : milliseconds(grace, 'The grace of a stop')
      stopAsked = true
      if (!stopping.signal.aborted) logger.info('Stopping', { domain, taskList, tasks: running.size })
      stopping.abort(new DOMException('The worker is stopping', 'AbortError'))
      if (atOnce) now.abort(ended())
      const over = new AbortController()
      if (patience !== undefined) {
        void timers.sleep(patience, { signal: over.signal }).then(
          () => now.abort(ended()),
          () => undefined,
        )
      }
      await stopped.catch(() => undefined)
      over.abort()
    },
  }
}

const ended = () => new DOMException('The worker is stopped', 'AbortError')

const aborted = (signal: AbortSignal) =>
  new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
