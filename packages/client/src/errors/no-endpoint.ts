import { ReyieldError } from '@reyield/workflow'

/**
 * Nothing answers at SWF's endpoint, and nothing ever has since this process began.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'NO_ENDPOINT')) console.error(error.message)
 * ```
 */
export class NoEndpointError extends ReyieldError<'NO_ENDPOINT'> {
  static {
    this.prototype.name = 'NoEndpointError'
  }
  readonly endpoint: string
  constructor(endpoint: string, cause: unknown) {
    super(
      'NO_ENDPOINT',
      `Nothing answers at ${endpoint} (${cause instanceof Error ? cause.message || cause.name : String(cause)}). To use a local SWF, ` +
        `start one there: the command swf-local of @reyield/local. To use Amazon SWF, set no endpoint, but region and credentials`,
      { cause },
    )
    this.endpoint = endpoint
  }
}
