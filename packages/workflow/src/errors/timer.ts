import { OperationError } from './reyield-error.ts'

/**
 * SWF didn't start a timer. `swfCause` is SWF's own word for the reason.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'TIMER_NOT_STARTED')) console.error(error.message)
 * ```
 */
export class TimerNotStartedError extends OperationError<'TIMER_NOT_STARTED'> {
  static {
    this.prototype.name = 'TimerNotStartedError'
  }
  readonly timerId: string
  readonly swfCause: string
  constructor(timerId: string, swfCause: string) {
    super('TIMER_NOT_STARTED', `Timer '${timerId}' was not started: ${swfCause}`)
    this.timerId = timerId
    this.swfCause = swfCause
  }
}
