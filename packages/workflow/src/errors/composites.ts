import { printed } from './printed.ts'
import { OperationError } from './reyield-error.ts'

/**
 * The branch of `timeout(…)` didn't settle in time and was ended.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'TIMED_OUT')) return 'too late'
 * ```
 */
export class TimeoutError extends OperationError<'TIMED_OUT'> {
  static {
    this.prototype.name = 'TimeoutError'
  }
  constructor(what: string, { after, at }: { after?: number | undefined; at?: number | undefined }) {
    super(
      'TIMED_OUT',
      `${what} did not settle ${at === undefined ? `within ${after} ms` : `until ${new Date(at).toISOString()}`}`,
    )
  }
}

/**
 * More branches of a `map` failed than its option `tolerate` allows. `errors` has their errors, in the order of the items.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'MAP_FAILED')) console.error(error.errors)
 * ```
 */
export class MapFailedError extends OperationError<'MAP_FAILED'> {
  static {
    this.prototype.name = 'MapFailedError'
  }
  readonly errors: readonly unknown[]
  constructor(errors: readonly unknown[], tolerated: number, count: number) {
    super(
      'MAP_FAILED',
      `${errors.length} of ${count} branches of map failed, ${tolerated} tolerated; the first: ${printed(errors[0])}`,
    )
    this.errors = errors
  }
}

/**
 * Branches need more events than the history has left, so they weren't started. Go on in a new run (`continueAsNew`), move parts
 * of the work to child workflows, or set `budget: 'ignore'`.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'HISTORY_BUDGET_EXCEEDED')) return yield* continueAsNew(rest)
 * ```
 */
export class HistoryBudgetExceededError extends OperationError<'HISTORY_BUDGET_EXCEEDED'> {
  static {
    this.prototype.name = 'HistoryBudgetExceededError'
  }
  /** The least number of events that the branches need. */
  readonly needed: number
  /** The number of events that the history had left. */
  readonly left: number
  constructor(kind: string, id: string, needed: number, left: number) {
    super(
      'HISTORY_BUDGET_EXCEEDED',
      `${kind}(…) at ${id} needs ${needed} events, and the history has ${left} left. SWF terminates an execution after its last ` +
        `event, so nothing was started. Start fewer at a time, move parts to child workflows, go on in a new run with ` +
        `continueAsNew, or set budget: 'ignore'`,
    )
    this.needed = needed
    this.left = left
  }
}

/**
 * A fork was joined after it had been ended, by `cancel()` or because the generator that started it had finished.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'FORK_ENDED')) return undefined
 * ```
 */
export class ForkEndedError extends OperationError<'FORK_ENDED'> {
  static {
    this.prototype.name = 'ForkEndedError'
  }
  constructor(fork: string) {
    super('FORK_ENDED', `Fork ${fork} was ended and has no result: join it before it is canceled`)
  }
}
