import { ReyieldError } from '@reyield/workflow'

/**
 * A call of a client or a handle took longer than its `timeout`. If the call changes something, SWF may have carried it out all
 * the same.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'CALL_TIMED_OUT')) console.error(error.message)
 * ```
 */
export class CallTimedOutError extends ReyieldError<'CALL_TIMED_OUT'> {
  static {
    this.prototype.name = 'CallTimedOutError'
  }
  /** The timeout in milliseconds. */
  readonly timeout: number
  constructor(what: string, timeout: number, mayHaveHappened: boolean) {
    super(
      'CALL_TIMED_OUT',
      `The call took longer than its timeout of ${timeout} ms: ${what}` +
        (mayHaveHappened ? '. SWF may have carried it out all the same: check before you repeat it' : ''),
    )
    this.timeout = timeout
  }
}
