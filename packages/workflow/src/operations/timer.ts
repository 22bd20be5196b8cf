import { mark } from '../stacks/marks.ts'
import { milliseconds, InvalidDurationError, type Duration } from '../duration.ts'
import { isDate } from '../checks/is-date.ts'
import { operation, type Operation } from '../operation.ts'

/** The operation that `sleep` returns. */
export interface TimerOperation extends Operation<void> {
  readonly kind: 'timer'
  /** The length in milliseconds; undefined for an instant. */
  readonly after: number | undefined
  /** The instant in milliseconds since 1970; undefined for a length. */
  readonly at: number | undefined
}

/**
 * Waits, by a durable timer of SWF. A number is in milliseconds, a string has units, a Date is an instant. SWF counts whole seconds,
 * so a length is rounded up. A timer lasts at most 99,999,999 seconds, which is a little over three years.
 *
 * @throws InvalidDurationError (DURATION_INVALID); at its `yield*` TimerNotStartedError (TIMER_NOT_STARTED)
 * @example
 * ```ts
 * yield* sleep('2 days')
 * yield* sleep(new Date('2027-01-01T00:00:00Z'))
 * ```
 */
export function sleep(until: Duration | Date): TimerOperation {
  if (isDate(until)) {
    const at = until.getTime()
    if (Number.isNaN(at)) throw new InvalidDurationError(until, 'The date of sleep')
    return operation<void, { kind: 'timer'; after: undefined; at: number }>({
      kind: 'timer',
      after: undefined,
      at,
    })
  }
  const after = milliseconds(until, 'The length of sleep')
  if (after > longest)
    throw new InvalidDurationError(until, `The length of sleep (at most ${longest / 1000} seconds)`)
  return operation<void, { kind: 'timer'; after: number; at: undefined }>({
    kind: 'timer',
    after,
    at: undefined,
  })
}

/** SWF's startToFireTimeout has at most 8 digits (Amazon SWF API reference, StartTimerDecisionAttributes). */
const longest = 99_999_999_000

mark('call', sleep)
