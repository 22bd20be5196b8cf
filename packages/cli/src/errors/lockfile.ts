import { ReyieldError } from '@reyield/workflow'

/** There is no lock. */
export class MissingLockfileError extends ReyieldError<'LOCKFILE_MISSING'> {
  static {
    this.prototype.name = 'MissingLockfileError'
  }
  constructor(file: string) {
    super(
      'LOCKFILE_MISSING',
      `There is no lock: ${file}. At each release, write one with reyield lock --build ID, and commit it`,
    )
  }
}

/** A file of the lock can't be read, or the two don't belong together. */
export class InvalidLockfileError extends ReyieldError<'LOCKFILE_INVALID'> {
  static {
    this.prototype.name = 'InvalidLockfileError'
  }
  constructor(message: string, options?: ErrorOptions) {
    super('LOCKFILE_INVALID', message, options)
  }
}
