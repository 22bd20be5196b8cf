import { milliseconds, type Duration } from './duration.ts'
import { InvalidDefinitionError } from './errors/definition.ts'

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any class of errors
type ErrorClass = new (...args: any[]) => Error

/**
 * How often and when a failed activity is tried again. Failures and timeouts are retried, cancellations are not. Waiting
 * is durable: a timer of SWF.
 */
export interface RetryPolicy {
  /** How often it is tried at most, the first time included; a whole number from 1, or Infinity. */
  maximumAttempts: number
  /** Wait before the second attempt. Default 1 second. */
  initialInterval?: Duration
  /** How many times longer each wait is than the one before; from 1. Default 2. */
  backoff?: number
  /** The longest wait. Default 1 minute. */
  maximumInterval?: Duration
  /**
   * Errors after which it isn't tried again: classes, names (`'RangeError'`), codes (`'CARD_EXPIRED'`) or SWF's timeout
   * types (`'HEARTBEAT'`). Default none.
   */
  nonRetryable?: readonly (string | ErrorClass)[]
  /**
   * Other rules for single errors, by name, code or timeout type: what is given replaces the same of the policy, for the
   * attempt after such an error.
   */
  on?: Readonly<Record<string, Partial<Omit<RetryPolicy, 'nonRetryable' | 'on'>>>>
}

/** When and how often, as data; intervals in milliseconds. */
interface Pace {
  readonly attempts: number | 'unlimited'
  readonly initial: number
  readonly backoff: number
  readonly maximum: number
}

/** A retry policy as data. It travels in `control`: a format that lives in histories. */
export interface RetryData extends Pace {
  readonly nonRetryable: readonly string[]
  /** Per name of error: what differs. Absent if nothing does. */
  readonly on?: Readonly<Record<string, Partial<Pace>>>
}

/** Checks a policy and fills in the defaults. */
export function retryData(policy: RetryPolicy, what: string): RetryData {
  const { initialInterval = 1000, backoff = 2, maximumInterval = 60_000, nonRetryable = [], on } = policy
  const { maximumAttempts } = policy
  return Object.freeze({
    ...(pace({ maximumAttempts, initialInterval, backoff, maximumInterval }, `retry of ${what}`) as Pace),
    nonRetryable: Object.freeze(nonRetryable.map(one => (typeof one === 'string' ? one : one.name))),
    ...(on === undefined
      ? {}
      : {
          on: Object.freeze(
            Object.fromEntries(
              Object.entries(on).map(([name, rule]) => [name, pace(rule, `retry.on.${name} of ${what}`)]),
            ),
          ),
        }),
  })
}

/** What is given of a policy, checked. */
function pace(given: Partial<RetryPolicy>, what: string): Partial<Pace> {
  const { initialInterval, maximumInterval, backoff } = given
  const data: { -readonly [Key in keyof Pace]?: Pace[Key] } = {}
  if ('maximumAttempts' in given) {
    const most = given.maximumAttempts
    if (most !== Infinity && !(Number.isInteger(most) && most >= 1)) {
      throw new InvalidDefinitionError(
        `maximumAttempts in ${what} is ${String(most)}: expected a whole number from 1, or Infinity`,
      )
    }
    data.attempts = most === Infinity ? 'unlimited' : most
  }
  if (initialInterval !== undefined)
    data.initial = milliseconds(initialInterval, `initialInterval in ${what}`)
  if (backoff !== undefined) {
    if (!(Number.isFinite(backoff) && backoff >= 1)) {
      throw new InvalidDefinitionError(`backoff in ${what} is ${String(backoff)}: expected a number from 1`)
    }
    data.backoff = backoff
  }
  if (maximumInterval !== undefined)
    data.maximum = milliseconds(maximumInterval, `maximumInterval in ${what}`)
  return Object.freeze(data)
}

/** What policies know an error by: the names of its classes, its code, and the same of what caused it. */
export function namesOf(error: unknown): string[] {
  const names: string[] = []
  let at = error
  for (let depth = 0; typeof at === 'object' && at !== null && depth < 8; depth++) {
    const { name, code, timeoutType, cause } = at as Record<string, unknown>
    for (const one of [name, code, timeoutType]) if (typeof one === 'string') names.push(one)
    at = cause
  }
  return names
}

/**
 * Milliseconds before the next attempt, as a function of a share from 0 to 1 by which it's made shorter, up to a quarter;
 * undefined: no further attempt.
 */
export function retryWait(
  policy: RetryData,
  attempt: number,
  names: readonly string[],
): ((share: number) => number) | undefined {
  if (names.some(name => policy.nonRetryable.includes(name))) return undefined
  const rule = names.map(name => policy.on?.[name]).find(one => one !== undefined)
  const { attempts, initial, backoff, maximum } = { ...policy, ...rule }
  if (attempts !== 'unlimited' && attempt >= attempts) return undefined
  const full = Math.min(initial * backoff ** (attempt - 1), maximum)
  return share => Math.round(full * (1 - share / 4))
}
