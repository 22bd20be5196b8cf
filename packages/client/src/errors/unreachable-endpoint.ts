import { ReyieldError } from '@reyield/workflow'

/**
 * SWF's endpoint doesn't respond, and hasn't responded since the port was made.
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
        `start one there with the command swf-local of @reyield/local. To use Amazon SWF, set region and credentials, and no endpoint`,
      { cause },
    )
    this.endpoint = endpoint
  }
}
