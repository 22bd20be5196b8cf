import type { Duration } from '@reyield/workflow'

/** How patiently a worker stops. */
export interface StopOptions {
  /**
   * Aborts open polls and `signal` of running activities at once, and waits for neither. Default false. An activity that fails
   * after that isn't recorded as failed: SWF times it out, and its retry policy decides what happens then.
   */
  readonly now?: boolean
  /** How long to wait before that happens by itself. Default: as long as it takes. */
  readonly grace?: Duration
}

/** The two steps in which a worker stops, as its loops and tasks see them. */
export interface Stop {
  /** The worker takes no more tasks. */
  readonly stopping: AbortSignal
  /** The worker waits no longer. */
  readonly now: AbortSignal
}
