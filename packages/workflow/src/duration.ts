import { wrongValue } from './errors/printed.ts'
import { ReyieldError } from './errors/reyield-error.ts'

/**
 * A length of time. A number is in milliseconds. A string has units: `'300ms'`, `'45s'`, `'5m'`, `'1h 30m'`, `'2 days'`.
 * SWF counts whole seconds, so what is sent to SWF is rounded up.
 */
export type Duration = number | string

/** A duration, or SWF's own `'NONE'` for no timeout. */
export type Timeout = Duration

/**
 * A duration can't be used: it has no unit (`'300'`), is a negative or infinite number, or is longer than the 99,999,999 seconds
 * that SWF allows.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'DURATION_INVALID')) console.error(error.message)
 * ```
 */
export class InvalidDurationError extends ReyieldError<'DURATION_INVALID'> {
  static {
    this.prototype.name = 'InvalidDurationError'
  }
  readonly value: unknown
  constructor(value: unknown, what: string, problem?: string) {
    super(
      'DURATION_INVALID',
      problem === undefined
        ? `${what} is ${wrongValue(value)}: expected milliseconds as a number of 0 or more, ` +
            `or a string with units such as '300ms', '45s', '5m', '1h 30m', '2 days'`
        : `${what} ${problem}`,
    )
    this.value = value
  }
}

const units: Readonly<Record<string, number>> = Object.fromEntries(
  (
    [
      [1, 'ms', 'millisecond', 'milliseconds'],
      [1000, 's', 'sec', 'secs', 'second', 'seconds'],
      [60_000, 'm', 'min', 'mins', 'minute', 'minutes'],
      [3_600_000, 'h', 'hr', 'hrs', 'hour', 'hours'],
      [86_400_000, 'd', 'day', 'days'],
      [604_800_000, 'w', 'week', 'weeks'],
    ] as const
  ).flatMap(([milliseconds, ...names]) => names.map(name => [name, milliseconds])),
)

/**
 * Converts a duration to milliseconds. Error messages call the duration `what`.
 *
 * @throws InvalidDurationError (DURATION_INVALID)
 * @example
 * ```ts
 * milliseconds('1h 30m') // 5400000
 * milliseconds(250) // 250
 * ```
 */
export function milliseconds(duration: Duration, what = 'The duration'): number {
  if (typeof duration === 'number') {
    if (Number.isFinite(duration) && duration >= 0) return duration
    throw new InvalidDurationError(duration, what)
  }
  if (typeof duration !== 'string') throw new InvalidDurationError(duration, what)
  const parts = [...duration.matchAll(/\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*,?/gy)]
  const read = parts.reduce((length, [part]) => length + part.length, 0)
  if (parts.length === 0 || read !== duration.length) throw new InvalidDurationError(duration, what)
  let total = 0
  for (const [, amount, unit] of parts) {
    const size = Object.hasOwn(units, unit!) ? units[unit!]! : undefined
    if (size === undefined) throw new InvalidDurationError(duration, what)
    total += Number(amount) * size
  }
  if (!Number.isFinite(total)) throw new InvalidDurationError(duration, what)
  return total
}

/**
 * Converts a duration to whole seconds, rounded up, as the string that SWF's API takes. `NONE` stays `NONE`.
 *
 * @throws InvalidDurationError (DURATION_INVALID)
 * @example
 * ```ts
 * toSeconds('1500ms') // '2'
 * toSeconds('NONE') // 'NONE'
 * ```
 */
export function toSeconds(timeout: Timeout, what?: string): string {
  return timeout === 'NONE' ? 'NONE' : String(Math.ceil(milliseconds(timeout, what) / 1000))
}
