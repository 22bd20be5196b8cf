import { ReyieldError } from '@reyield/workflow'

/** SWF has throttled a request, or failed, for longer than the time for retries. */
export class RetriesExhaustedError extends ReyieldError<'RETRIES_EXHAUSTED'> {
  static {
    this.prototype.name = 'RetriesExhaustedError'
  }
  constructor(method: string, milliseconds: number, cause: Error) {
    super(
      'RETRIES_EXHAUSTED',
      `SWF has refused ${method} for ${milliseconds / 1000} s: ${cause.name}. Try later, or retry for longer: retryFor in the ` +
        `configuration, or REYIELD_RETRY_FOR`,
      { cause },
    )
  }
}
