import { ReyieldError } from '@reyield/workflow'

/**
 * An option of a client or a worker has an invalid value.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'OPTION_INVALID')) console.error(error.message)
 * ```
 */
export class InvalidOptionError extends ReyieldError<'OPTION_INVALID'> {
  static {
    this.prototype.name = 'InvalidOptionError'
  }
  constructor(option: string, value: unknown, expected: string) {
    super('OPTION_INVALID', `${option} is ${String(value)}: expected ${expected}`)
  }
}
