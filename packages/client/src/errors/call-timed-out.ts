import { ReyieldError } from '@reyield/workflow'

/**
 * A call of the client took longer than its `timeout`. If it was to change something, SWF may have done it all the same.
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
  /** Milliseconds. */
  readonly timeout: number
  constructor(what: string, timeout: number, mayHaveHappened: boolean) {
    super(
      'CALL_TIMED_OUT',
      `The call took longer than its timeout of ${timeout} ms: ${what}` +
        (mayHaveHappened ? '. SWF may have carried it out all the same: look before you repeat it' : ''),
    )
    this.timeout = timeout
  }
}
