import { mark } from '../stacks/marks.ts'
import { milliseconds, type Duration } from '../duration.ts'
import { isDate } from '../checks/is-date.ts'
import { operation, type Operation } from '../operation.ts'
import { branchList, type Branch, type BranchList, type BranchResult } from './branches.ts'
import { sleep } from './timer.ts'

/** A branch and the timer that it must beat, as data. */
export interface TimeoutOperation<T> extends Operation<T>, BranchList {
  readonly kind: 'timeout'
  /** The given time, in milliseconds, or the instant (epoch milliseconds). */
  readonly after: number | undefined
  readonly at: number | undefined
}

/**
 * The outcome of a branch that settles in time. Else the branch is ended, what it had open is canceled, and
 * TimeoutError is thrown when its clean-up is through. The time is a durable timer: a number is milliseconds, a string
 * has a unit, a Date is an instant.
 *
 * @throws InvalidDurationError (DURATION_INVALID); TypeError for what is neither an operation nor a generator
 * @example
 * ```ts
 * const quote = yield* timeout(askSupplier(part), '10m')
 * ```
 */
export function timeout<const B extends Branch>(
  branch: B,
  until: Duration | Date,
): TimeoutOperation<BranchResult<B>> {
  const list = branchList('timeout', [branch])
  const timer = sleep(until)
  return operation<
    BranchResult<B>,
    Omit<TimeoutOperation<never>, keyof Operation<never>> & { kind: 'timeout' }
  >({
    kind: 'timeout',
    branches: Object.freeze([...list.branches, timer]),
    keys: undefined,
    after: isDate(until) ? undefined : milliseconds(until, 'The time of timeout'),
    at: timer.at,
  })
}

mark('call', timeout)
