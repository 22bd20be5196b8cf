import { OperationError } from './reyield-error.ts'

/**
 * `continueAsNew` was asked for where it can't be done: in a branch, a fork, a shield, or in clean-up.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'CONTINUE_AS_NEW_MISPLACED')) console.error(error.message)
 * ```
 */
export class MisplacedContinueAsNewError extends OperationError<'CONTINUE_AS_NEW_MISPLACED'> {
  static {
    this.prototype.name = 'MisplacedContinueAsNewError'
  }
  constructor(where: string) {
    super(
      'CONTINUE_AS_NEW_MISPLACED',
      `continueAsNew was asked for ${where}: only the workflow itself may ask for it, outside all, race, fork and shield, ` +
        `and before its clean-up. Let the branch return what is to be done, and continue as new behind it`,
    )
  }
}
