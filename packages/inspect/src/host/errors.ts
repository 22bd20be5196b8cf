import { ReyieldError } from '@reyield/workflow'

/**
 * A request to a replay host took longer than its timeout, and the host's process was ended. The next request starts a new one.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'REPLAY_HOST_TIMED_OUT')) console.error(error.message)
 * ```
 */
export class ReplayHostTimedOutError extends ReyieldError<'REPLAY_HOST_TIMED_OUT'> {
  static {
    this.prototype.name = 'ReplayHostTimedOutError'
  }
  /** `what`: what the host was doing. */
  constructor(what: string, timeout: number) {
    super(
      'REPLAY_HOST_TIMED_OUT',
      `The replay host took longer than ${timeout / 1000} s to ${what}, and was ended. ` +
        `Code of a workflow or of a module that it imports probably blocks the thread, such as a loop without an end. ` +
        `If it only needs more time, set a longer timeout`,
    )
  }
}

/**
 * A replay host couldn't answer: its workflow modules can't be loaded, its process ended, or it was closed.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'REPLAY_HOST_FAILED')) console.error(error.message)
 * ```
 */
export class ReplayHostFailedError extends ReyieldError<'REPLAY_HOST_FAILED'> {
  static {
    this.prototype.name = 'ReplayHostFailedError'
  }
  constructor(problem: string, options?: ErrorOptions) {
    super('REPLAY_HOST_FAILED', problem, options)
  }
}
