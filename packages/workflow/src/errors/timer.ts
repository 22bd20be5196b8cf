import { ReyieldError } from './reyield-error.ts'

/**
 * SWF refused to start a timer; `swfCause` is SWF's own word for the reason.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'TIMER_NOT_STARTED')) console.error(error.message)
 * ```
 */
export class TimerNotStartedError extends ReyieldError<'TIMER_NOT_STARTED'> {
  readonly timerId: string
  readonly swfCause: string
  constructor(timerId: string, swfCause: string) {
    super('TIMER_NOT_STARTED', `Timer '${timerId}' was not started: ${swfCause}`)
    this.timerId = timerId
    this.swfCause = swfCause
  }
}
