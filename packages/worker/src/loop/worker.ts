import type { CacheStats } from '../cache/replay-cache.ts'
import type { HealthOptions, HealthServer } from '../health/options.ts'
import type { LoopName } from '../options/limits.ts'
import type { StopOptions } from './stop.ts'

/**
 * A running worker. It begins to poll when it is created.
 *
 * @example
 * ```ts
 * const worker = createWorker({ swf, domain: 'shop', taskList: 'orders', workflows: [order] })
 * await worker.ready
 * await stopOnSignals(worker) // until SIGTERM or Ctrl-C
 * ```
 */
export interface Worker {
  readonly domain: string
  readonly taskList: string
  /** What it does at this moment. `ready` resolves when it begins to poll, and `stopped` when it has stopped. */
  readonly state: WorkerState
  /**
   * Resolves when SWF has responded for the first time and polling has begun. Rejects with UnreachableEndpointError (ENDPOINT_UNREACHABLE)
   * or UnknownDomainError (DOMAIN_UNKNOWN), or with another error of SWF. Then the worker has stopped.
   */
  readonly ready: Promise<void>
  /** Resolves when the worker has stopped. Rejects if `ready` does. */
  readonly stopped: Promise<void>
  /**
   * Stops the worker, in this order:
   *
   * 1. No further poll begins, and `stopping` of running activities is aborted.
   * 2. The worker waits for open polls, and runs the tasks that they return. Amazon SWF holds a poll for up to 60 seconds, and a task that
   *    it sends to an aborted poll is lost until its timeout. Polls of a local SWF are ended at once, without losing a task.
   * 3. The worker waits for running tasks.
   * 4. When `grace` has passed, it no longer waits: it aborts open polls and the `signal` of running activities.
   * 5. The cache is emptied, `stopped` resolves, and the health server closes.
   *
   * You may call it again with a shorter `grace`, or with `now`. To stop when the process gets a signal, use `stopOnSignals`.
   *
   * @throws InvalidDurationError (DURATION_INVALID)
   * @example
   * ```ts
   * await worker.stop({ grace: '25s' })
   * ```
   */
  stop(options?: StopOptions): Promise<void>
  /**
   * The figures of the cache of replays at this moment; `undefined` for a worker without workflows or with `cache: false`.
   *
   * @example
   * ```ts
   * const { hits, misses, executions } = worker.cacheStats() ?? {}
   * ```
   */
  cacheStats(): CacheStats | undefined
  /**
   * The figures of the worker's loops at this moment.
   *
   * @example
   * ```ts
   * const { running, concurrency } = worker.stats().activities ?? {}
   * ```
   */
  stats(): WorkerStats
  /**
   * Serves the worker's health over HTTP, until the worker has stopped: `/health/live` (the process responds), `/health/ready` (types are
   * registered, and SWF has responded to a poll of each loop within two minutes; 503 if not, and while the worker stops), and `/metrics`.
   *
   * @throws HealthPortError (HEALTH_PORT_UNUSABLE), InvalidOptionError (OPTION_INVALID)
   * @example
   * ```ts
   * await worker.serveHealth({ port: 9464 })
   * ```
   */
  serveHealth(options: HealthOptions): Promise<HealthServer>
}

/**
 * What a worker does: `starting`: it registers its types. `polling`: it polls for tasks. `stopping`: no poll begins, and the worker waits for
 * open polls and running tasks. `stopped`: it has stopped, or could not start.
 */
export type WorkerState = 'starting' | 'polling' | 'stopping' | 'stopped'

/** The figures of a worker: its state, and those of the loops that it has. */
export interface WorkerStats extends Readonly<Partial<Record<LoopName, LoopStats>>> {
  readonly state: WorkerState
  /** When polling began, in epoch milliseconds; undefined before. */
  readonly pollingSince: number | undefined
}

/** The figures of one loop of a worker. */
export interface LoopStats {
  /** The most tasks that are handled at a time. */
  readonly concurrency: number
  /** The tasks that are handled now. One that waits until another ends, or for a limit of its activity, is counted, too. */
  readonly running: number
  /** The most polls that may be open: those of all its task lists. */
  readonly pollers: number
  /** The polls that are open now. */
  readonly polling: number
  /** When SWF last responded to a poll, in epoch milliseconds; undefined if it hasn't so far. */
  readonly polledAt: number | undefined
  /** The polls that `activitiesPerSecond` holds back now. */
  readonly heldBack: number
  /** The tasks of `running` that haven't begun, since a limit of their activity is reached, by the names of activities. */
  readonly waiting: Readonly<Record<string, number>>
}
