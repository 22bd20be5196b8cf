import { messageOf, messagesOf } from './printed.ts'
import { OperationError } from './reyield-error.ts'

/**
 * Undo steps of a saga failed, so what they should have undone may still be in effect. `cause` is the error that ended the saga.
 * `errors` has the errors of the undo steps, in the order in which they ran.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'UNDO_FAILED')) yield* callForHelp(error.errors.map(String))
 * ```
 */
export class UndoFailedError extends OperationError<'UNDO_FAILED'> {
  static {
    this.prototype.name = 'UndoFailedError'
  }
  readonly errors: readonly unknown[]
  constructor(cause: unknown, errors: readonly unknown[]) {
    super(
      'UNDO_FAILED',
      `${errors.length} undo step${errors.length === 1 ? '' : 's'} of a saga failed (${messagesOf(errors)}): ` +
        `what they should have undone may still be in effect. The saga was undone because of: ${messageOf(cause)}`,
      { cause },
    )
    this.errors = errors
  }
}
