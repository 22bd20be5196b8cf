import { ReyieldError } from '@reyield/workflow'

/**
 * A workflow called something whose result differs from replay to replay: a clock, random numbers, a timer, the network. The
 * worker lets the decision task time out, even if the workflow catches this error.
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
  /** Stack frames of the program, innermost first. */
  readonly at: readonly string[]
  constructor(workflow: string, called: string, remedy: string, at: readonly string[]) {
    super(
      'NONDETERMINISTIC_CALL',
      `Workflow '${workflow}' called ${called}, whose result differs in every replay. Use ${remedy} instead, or ` +
        `sideEffect(() => …) to record the result${at.length === 0 ? '' : ` (at ${at[0]})`}`,
    )
    this.called = called
    this.at = at
  }
}

/**
 * A branch that had ended asked for an operation outside a shield (rule C5). The operation was refused, so this clean-up didn't
 * happen.
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
      `Workflow '${workflow}'${branch === '' ? '' : ` (branch ${branch})`} asked for ${operation} after it had ended` +
        `${at.length === 0 ? '' : ` (at ${at[0]})`}. The operation was refused: wrap clean-up in shield(…)`,
    )
  }
}
