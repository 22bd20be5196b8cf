import { ReyieldError } from '@reyield/workflow'

/**
 * Nothing answers at SWF's endpoint, and nothing ever has since this process began.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'ENDPOINT_UNREACHABLE')) console.error(error.message)
 * ```
 */
export class UnreachableEndpointError extends ReyieldError<'ENDPOINT_UNREACHABLE'> {
  static {
    this.prototype.name = 'UnreachableEndpointError'
  }
  readonly endpoint: string
  constructor(endpoint: string, cause: unknown) {
    super(
      'ENDPOINT_UNREACHABLE',
      `Nothing answers at ${endpoint} (${cause instanceof Error ? cause.message || cause.name : String(cause)}). To use a local SWF, ` +
        `start one there: the command swf-local of @reyield/local. To use Amazon SWF, set no endpoint, but region and credentials`,
      { cause },
    )
    this.endpoint = endpoint
  }
}
