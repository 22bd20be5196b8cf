import { OperationError } from './reyield-error.ts'

/**
 * `continueAsNew` was called where it isn't possible: in a branch, a fork, a shield, or in clean-up.
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
      `continueAsNew was called ${where}: only the workflow itself may call it, outside all, race, fork and shield, ` +
        `and before its clean-up. Let the branch return the new input, and continue as new after it`,
    )
  }
}
