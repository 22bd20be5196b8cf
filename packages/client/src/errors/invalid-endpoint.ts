import { ReyieldError } from '@reyield/workflow'

/**
 * The endpoint of SWF is no URL, for instance because `localhost:4577` lacks its `http://`.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'OPTION_INVALID')) console.error(error.message)
 * ```
 */
export class InvalidEndpointError extends ReyieldError<'OPTION_INVALID'> {
  static {
    this.prototype.name = 'InvalidEndpointError'
  }
  readonly endpoint: string
  constructor(endpoint: string) {
    super(
      'OPTION_INVALID',
      `The endpoint of SWF is '${endpoint}': expected a URL such as 'http://127.0.0.1:4577', in the option endpoint, ` +
        `AWS_ENDPOINT_URL_SWF or AWS_ENDPOINT_URL`,
    )
    this.endpoint = endpoint
  }
}
