import { ReyieldError } from '@reyield/workflow'

/**
 * The cost of a loop was requested, but the operation that names it never began in the history.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'LOOP_UNKNOWN')) console.error(error.message)
 * ```
 */
export class UnknownLoopError extends ReyieldError<'LOOP_UNKNOWN'> {
  static {
    this.prototype.name = 'UnknownLoopError'
  }
  constructor(loop: string, begun: readonly string[]) {
    super(
      'LOOP_UNKNOWN',
      `No round of a loop with ${loop} began in the history. Name the loop by something that it does once in each round. ` +
        `The history has ${begun.join(', ') || 'nothing that began'}`,
    )
  }
}

/**
 * The cost of a loop was requested, but too few of its rounds have begun to compute it.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'LOOP_TOO_SHORT')) console.error(error.message)
 * ```
 */
export class LoopTooShortError extends ReyieldError<'LOOP_TOO_SHORT'> {
  static {
    this.prototype.name = 'LoopTooShortError'
  }
  readonly rounds: number
  constructor(loop: string, rounds: number, fewest: number) {
    super(
      'LOOP_TOO_SHORT',
      `A loop with ${loop} has only ${rounds} ${rounds === 1 ? 'round' : 'rounds'} in the history. To compute its cost, at least ${fewest} are needed, ` +
        `because the first and the last aren't counted. Let the loop run longer`,
    )
    this.rounds = rounds
  }
}

/**
 * The limit of a budget isn't a number of events.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'OPTION_INVALID')) console.error(error.message)
 * ```
 */
export class InvalidBudgetLimitError extends ReyieldError<'OPTION_INVALID'> {
  static {
    this.prototype.name = 'InvalidBudgetLimitError'
  }
  constructor(limit: unknown) {
    super(
      'OPTION_INVALID',
      `limit of budget(…) is ${String(limit)}: expected a whole number of events, 1 or more`,
    )
  }
}
