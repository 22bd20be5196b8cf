import type { Duration } from '@reyield/workflow'

/**
 * How a worker stops.
 *
 * @example
 * ```ts
 * await worker.stop({ grace: '25s' }) // then as with `now`
 * ```
 */
export interface StopOptions {
  /**
   * Aborts open polls and the `signal` of running activities at once, without waiting for them. An activity that fails
   * after that isn't recorded as failed: SWF times it out, and its retry policy decides what happens then. Default false.
   */
  readonly now?: boolean
  /** How long to wait before that happens. Default: no limit. */
  readonly grace?: Duration
}

/** The two steps of stopping a worker. */
export interface Stop {
  /** Aborted when the worker stops polling. */
  readonly stopping: AbortSignal
  /** Aborted when the worker no longer waits for polls and tasks. */
  readonly now: AbortSignal
}
