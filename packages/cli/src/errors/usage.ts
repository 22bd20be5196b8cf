import { ReyieldError } from '@reyield/workflow'

/** The command line is wrong: an unknown option, a missing argument, a value that can't be read. */
export class UsageError extends ReyieldError<'USAGE_INVALID'> {
  static {
    this.prototype.name = 'UsageError'
  }
  constructor(message: string, options?: ErrorOptions) {
    super('USAGE_INVALID', message, options)
  }
}
