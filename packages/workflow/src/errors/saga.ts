import { ReyieldError } from './reyield-error.ts'

/**
 * Undo steps of a saga failed: what they were to undo may stand. `cause` is why the saga had to be undone, `errors` are
 * the failures of its undo steps, in the order in which they ran.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'UNDO_FAILED')) yield* callForHelp(error.errors.map(String))
 * ```
 */
export class UndoFailedError extends ReyieldError<'UNDO_FAILED'> {
  readonly errors: readonly unknown[]
  constructor(cause: unknown, errors: readonly unknown[]) {
    super(
      'UNDO_FAILED',
      `${errors.length} undo step${errors.length === 1 ? '' : 's'} of a saga failed (${errors.map(short).join('; ')}): ` +
        `what they were to undo may stand. It was undone because of: ${short(cause)}`,
      { cause },
    )
    this.errors = errors
  }
}

const short = (error: unknown) => (error instanceof Error ? error.message : String(error))
