import { ReyieldError } from '@reyield/workflow'

/**
 * A workflow asked the machine for something that differs from replay to replay. The decision task is let go, also if the
 * workflow catches this error.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'NONDETERMINISTIC_CALL')) console.error(error.message)
 * ```
 */
export class NondeterministicCallError extends ReyieldError<'NONDETERMINISTIC_CALL'> {
  static {
    this.prototype.name = 'NondeterministicCallError'
  }
  /** What was called: `Date.now()`. */
  readonly called: string
  /** The program's stack frames, innermost first. */
  readonly at: readonly string[]
  constructor(workflow: string, called: string, remedy: string, at: readonly string[]) {
    super(
      'NONDETERMINISTIC_CALL',
      `Workflow '${workflow}' called ${called}, which gives something else in every replay: write ${remedy} instead, or ` +
        `sideEffect(() => …) to record what it gives${at.length === 0 ? '' : ` (at ${at[0]})`}`,
    )
    this.called = called
    this.at = at
  }
}

/**
 * A branch that had ended asked for something outside a shield (rule C5): it was refused, so its clean-up isn't done.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'CLEAN_UP_REFUSED')) console.error(error.message)
 * ```
 */
export class CleanUpRefusedError extends ReyieldError<'CLEAN_UP_REFUSED'> {
  static {
    this.prototype.name = 'CleanUpRefusedError'
  }
  constructor(workflow: string, branch: string, operation: string, at: readonly string[]) {
    super(
      'CLEAN_UP_REFUSED',
      `Workflow '${workflow}': ${branch === '' ? 'the workflow' : `branch ${branch}`} has ended and asked for ${operation} all ` +
        `the same${at.length === 0 ? '' : ` (${at[0]})`}: it was refused, as everything that an ended branch asks for; wrap ` +
        `clean-up in shield(…)`,
    )
  }
}
