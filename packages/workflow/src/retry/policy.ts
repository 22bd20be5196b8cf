import { milliseconds, type Duration } from '../duration.ts'
import { classesOf, nameOfClass } from '../errors/classes.ts'
import { InvalidDefinitionError } from '../errors/definition.ts'
import { describeType, wrongValue } from '../errors/printed.ts'
import { revivedOf } from '../errors/revived.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- any class of errors
type ErrorClass = new (...args: any[]) => Error

/**
 * When and how often a failed activity is retried. Failures and timeouts are retried, cancellations are not. Waits are
 * durable timers of SWF.
 *
 * @example
 * ```ts
 * const retry: RetryPolicy = {
 *   maximumAttempts: 10,
 *   initialInterval: '1s', // then 2, 4, 8 … seconds
 *   maximumInterval: '5m',
 *   nonRetryable: ['CardExpiredError', 'HEARTBEAT'],
 * }
 * const { charge } = activities<typeof impl>({ startToClose: '1m', retry })
 * ```
 */
export interface RetryPolicy {
  /** The most attempts, including the first: a whole number from 1, or Infinity. */
  maximumAttempts: number
  /** The wait before the second attempt, at most `maximumInterval`. Default 1 second. */
  initialInterval?: Duration
  /** The factor by which each wait is longer than the one before, at least 1. Default 2. */
  backoff?: number
  /** The longest wait, at most 99,999,999 seconds. Default 1 minute, or `initialInterval` if that is longer. */
  maximumInterval?: Duration
  /**
   * Errors after which the activity isn't retried: classes, names of classes (`'RangeError'`), codes (`'CARD_EXPIRED'`) or SWF's
   * timeout types (`'HEARTBEAT'`). A class or its name also means the classes that extend it, if the activity's worker is one of
   * Reyield's. `Error` means errors of no other class. Default none.
   */
  nonRetryable?: readonly (string | ErrorClass)[]
  /**
   * Rules for particular errors, by name of class, code or timeout type, as in `nonRetryable`. What a rule sets replaces the same
   * member of the policy, for the attempt after such an error. Default none.
   */
  on?: Readonly<Record<string, Partial<Omit<RetryPolicy, 'nonRetryable' | 'on'>>>>
}

/** When and how often something is retried, as data. Intervals are in milliseconds. */
interface Pace {
  readonly attempts: number | 'unlimited'
  readonly initial: number
  readonly backoff: number
  readonly maximum: number
}

/** A retry policy as data. It's recorded in SWF's `control`, so its format only grows (docs/internals/formats.md). */
export interface RetryData extends Pace {
  /** The version of rule E6. In version 2 names also match classes that an error extends, and a result that can't be written is final. */
  readonly v?: 2
  readonly nonRetryable: readonly string[]
  /** What differs for particular errors, by name. Absent if nothing does. */
  readonly on?: Readonly<Record<string, Partial<Pace>>>
}

/** The default of `maximumInterval`, unless `initialInterval` is longer. */
const usualMaximum = 60_000

/** The longest timer of SWF, in milliseconds (99,999,999 seconds). */
const longestTimer = 99_999_999_000

/**
 * Checks a policy and fills in the defaults.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), InvalidDurationError (DURATION_INVALID)
 */
export function retryData(policy: RetryPolicy, what: string): RetryData {
  const given: unknown = policy
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new InvalidDefinitionError(
      `retry of ${what} is ${wrongValue(given)}: expected a policy, for instance { maximumAttempts: 3 }`,
    )
  }
  refuseUnknown(policy, members, `retry of ${what}`)
  const { initialInterval = 1000, backoff = 2, maximumInterval, nonRetryable = [], on } = policy
  const { maximumAttempts } = policy
  if (!Array.isArray(nonRetryable)) {
    throw new InvalidDefinitionError(
      `nonRetryable in retry of ${what} is ${describeType(nonRetryable)}: expected a list, for instance ['CARD_EXPIRED']`,
    )
  }
  if (on !== undefined && describeType(on) !== 'an object') {
    throw new InvalidDefinitionError(
      `retry.on of ${what} is ${describeType(on)}: expected an object of rules, for instance { CARD_EXPIRED: { maximumAttempts: 1 } }`,
    )
  }
  return Object.freeze({
    ...(pace({ maximumAttempts, initialInterval, backoff, maximumInterval }, `retry of ${what}`) as Pace),
    v: 2,
    nonRetryable: Object.freeze(
      nonRetryable.map(one =>
        typeof one === 'string' ? one : nameOfClass(one, `nonRetryable in retry of ${what}`),
      ),
    ),
    ...(on === undefined
      ? {}
      : {
          on: Object.freeze(
            Object.fromEntries(
              Object.entries(on).map(([name, rule]) => [
                name,
                pace(rule, `retry.on.${name} of ${what}`, maximumInterval),
              ]),
            ),
          ),
        }),
  })
}

const paceMembers = ['maximumAttempts', 'initialInterval', 'backoff', 'maximumInterval'] as const
const members = [...paceMembers, 'nonRetryable', 'on'] as const

/** Throws for unknown members: a misspelled one would otherwise have no effect. */
function refuseUnknown(given: unknown, known: readonly string[], what: string): void {
  if (describeType(given) !== 'an object') {
    throw new InvalidDefinitionError(
      `${what} is ${wrongValue(given)}: expected an object of ${known.join(', ')}`,
    )
  }
  const unknown = Object.keys(given as object).find(key => !known.includes(key))
  if (unknown === undefined) return
  throw new InvalidDefinitionError(
    `${what} has the unknown member '${unknown}': expected ${known.join(', ')}`,
  )
}

type Given = { readonly [Key in keyof RetryPolicy]?: RetryPolicy[Key] | undefined }

/** Checks the members of a policy or of one of its rules. `outer` is the longest wait of the policy that a rule belongs to. */
function pace(given: Given, what: string, outer?: Duration): Partial<Pace> {
  refuseUnknown(given, paceMembers, what)
  const { initialInterval, maximumInterval, backoff } = given
  const data: { -readonly [Key in keyof Pace]?: Pace[Key] } = {}
  if ('maximumAttempts' in given) {
    const most = given.maximumAttempts
    if (most === undefined || (most !== Infinity && !(Number.isInteger(most) && most >= 1))) {
      throw new InvalidDefinitionError(
        `maximumAttempts in ${what} is ${most === undefined ? 'missing' : wrongValue(most)}: expected a whole number from 1, or Infinity`,
      )
    }
    data.attempts = most === Infinity ? 'unlimited' : most
  }
  if (initialInterval !== undefined) data.initial = interval(initialInterval, `initialInterval in ${what}`)
  if (backoff !== undefined) {
    if (!(Number.isFinite(backoff) && backoff >= 1)) {
      throw new InvalidDefinitionError(
        `backoff in ${what} is ${wrongValue(backoff)}: expected a number from 1`,
      )
    }
    data.backoff = backoff
  }
  if (maximumInterval !== undefined) data.maximum = interval(maximumInterval, `maximumInterval in ${what}`)
  if (data.initial !== undefined) {
    if (outer === undefined) data.maximum ??= Math.max(usualMaximum, data.initial)
    const most = data.maximum ?? milliseconds(outer!)
    if (data.initial > most) {
      throw new InvalidDefinitionError(
        `initialInterval in ${what} is longer than its maximumInterval (${data.initial} ms, ${most} ms): ` +
          `expected an initialInterval of at most the maximumInterval`,
      )
    }
  }
  return Object.freeze(data)
}

/** Converts a wait to milliseconds. Throws if it's longer than SWF's timers. */
function interval(duration: Duration, what: string): number {
  const wait = milliseconds(duration, what)
  if (wait <= longestTimer) return wait
  throw new InvalidDefinitionError(
    `${what} is ${wait} ms: SWF's timers allow at most 99,999,999 seconds (1157 days)`,
  )
}

/** How many errors of a chain of causes a policy considers. */
const mostCauses = 8

/** The names that policies compare: name, code and timeout type of an error, and name and code of its causes. Never throws. */
export function namesOf(error: unknown): string[] {
  const names: string[] = []
  for (const one of causes(error)) {
    // of an error that was read from a history only name and code count, as in all earlier versions
    const members = revivedOf(one) === undefined ? ['name', 'code', 'timeoutType'] : ['name', 'code']
    for (const member of members) {
      const value = read(one, member)
      if (typeof value === 'string') names.push(value)
    }
  }
  return names
}

/**
 * The names of the classes of an error and of its causes (rule E6). If an error was read from a history, its classes are those that
 * were recorded. Never throws.
 */
export function classesInChain(error: unknown): string[] {
  return causes(error).flatMap(one => {
    const revived = revivedOf(one)
    return [...(revived === undefined ? classesOf(one) : (revived.classes ?? []))]
  })
}

/** The classes that change what a policy does about an error; none if the error's names alone lead to the same. */
export function classesThatDecide(
  policy: RetryData,
  names: readonly string[],
  classes: readonly string[],
): string[] {
  if (names.some(name => policy.nonRetryable.includes(name))) return []
  const on = policy.on ?? {}
  const ruled = names.some(name => Object.hasOwn(on, name))
  return classes.filter(name => policy.nonRetryable.includes(name) || (!ruled && Object.hasOwn(on, name)))
}

function causes(error: unknown): object[] {
  const found: object[] = []
  for (
    let at = error;
    typeof at === 'object' && at !== null && found.length < mostCauses;
    at = read(at, 'cause')
  )
    found.push(at)
  return found
}

function read(from: object, member: string): unknown {
  try {
    return (from as Record<string, unknown>)[member]
  } catch {
    return undefined
  }
}

/**
 * The milliseconds before the next attempt; undefined if there is none. It's a function of a random number from 0 to 1, which
 * shortens the wait by up to a quarter.
 */
export function retryWait(
  policy: RetryData,
  attempt: number,
  names: readonly string[],
): ((share: number) => number) | undefined {
  if (names.some(name => policy.nonRetryable.includes(name))) return undefined
  const on = policy.on ?? {} // a policy that was recorded by another program may have null
  const rule = names
    .map(name => (Object.hasOwn(on, name) ? on[name] : undefined))
    .find(one => one !== undefined)
  const { attempts, initial, backoff, maximum } = { ...policy, ...rule }
  if (attempts !== 'unlimited' && attempt >= attempts) return undefined
  const full = fullWait(initial, backoff, maximum, attempt)
  return share => Math.round(full * (1 - share / 4))
}

/**
 * Computes the wait, from 0 to `maximum`, for any attempt: powers overflow to Infinity, and 0 times Infinity is NaN. The policy may
 * come from a history that another program has written, so its members aren't trusted.
 */
function fullWait(initial: number, backoff: number, maximum: number, attempt: number): number {
  const most = isWait(maximum) ? Math.min(maximum, longestTimer) : usualMaximum
  const grown = initial === 0 ? 0 : initial * backoff ** (attempt - 1)
  return grown >= 0 ? Math.min(grown, most) : most
}

const isWait = (value: unknown): value is number => Number.isFinite(value) && (value as number) >= 0
