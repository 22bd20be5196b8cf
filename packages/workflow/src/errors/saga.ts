import { messageOf, messagesOf } from './printed.ts'
import { OperationError } from './reyield-error.ts'

/**
 * Undo steps of a saga failed: what they were to undo may stand. `cause` is why the saga had to be undone, `errors` are
 * the failures of its undo steps, in the order in which they ran.
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
        `what they were to undo may stand. It was undone because of: ${messageOf(cause)}`,
      { cause },
    )
    this.errors = errors
  }
}
