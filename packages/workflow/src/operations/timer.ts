import { mark } from '../stacks/marks.ts'
import { milliseconds, InvalidDurationError, type Duration } from '../duration.ts'
import { isDate } from '../checks/is-date.ts'
import { operation, type Operation } from '../operation.ts'

/** A timer as data: a length in milliseconds, or the instant at which it fires (epoch milliseconds). */
export interface TimerOperation extends Operation<void> {
  readonly kind: 'timer'
  readonly after: number | undefined
  readonly at: number | undefined
}

/**
 * Waits durably: a number is milliseconds, a string has a unit, a Date is an instant. SWF counts whole seconds; a length
 * is rounded up. A timer of SWF takes up to 99,999,999 seconds, a little over three years.
 *
 * @throws InvalidDurationError (DURATION_INVALID)
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

/** startToFireTimeout has at most 8 digits (Amazon SWF API reference, StartTimerDecisionAttributes). */
const longest = 99_999_999_000

mark('call', sleep)
