import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'

/** The operation that `now` returns. It doesn't wait. */
export interface NowOperation extends Operation<Date> {
  readonly kind: 'now'
}

/**
 * Returns the time of the event after which the workflow goes on. It stays the same until the workflow has waited for something,
 * and it's the same in every replay, unlike the clock of the process.
 *
 * @example
 * ```ts
 * const due = new Date((yield* now()).getTime() + 3_600_000)
 * ```
 */
export function now(): NowOperation {
  return operation<Date, { kind: 'now' }>({ kind: 'now' })
}

mark('call', now)
