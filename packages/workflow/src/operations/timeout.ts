import { mark } from '../stacks/marks.ts'
import { milliseconds, type Duration } from '../duration.ts'
import { isDate } from '../checks/is-date.ts'
import { operation, type Operation } from '../operation.ts'
import { branchList, type Branch, type BranchList, type BranchResult } from './branches.ts'
import { sleep } from './timer.ts'

/** The operation that `timeout` returns. */
export interface TimeoutOperation<T> extends Operation<T>, BranchList {
  readonly kind: 'timeout'
  /** The length in milliseconds; undefined for an instant. */
  readonly after: number | undefined
  /** The instant in milliseconds since 1970; undefined for a length. */
  readonly at: number | undefined
}

/**
 * Runs a branch and returns its result, or throws its error, if it settles in time. Otherwise the branch is ended, its open
 * operations are canceled, and TimeoutError is thrown when its clean-up is done. The time is a durable timer. A number is in
 * milliseconds, a string has units, a Date is an instant.
 *
 * @throws InvalidDurationError (DURATION_INVALID); TypeError if the branch is neither an operation nor a generator; at its
 * `yield*` TimeoutError (TIMED_OUT)
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
