import { milliseconds, type Duration } from './duration.ts'
import { InvalidDefinitionError } from './errors/definition.ts'

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
  /** Names (`'RangeError'`) or codes (`'CARD_EXPIRED'`) of errors after which it isn't tried again. Default none. */
  nonRetryable?: readonly string[]
}

/** A retry policy as data; intervals in milliseconds. It travels in `control`: a format that lives in histories. */
export interface RetryData {
  readonly attempts: number | 'unlimited'
  readonly initial: number
  readonly backoff: number
  readonly maximum: number
  readonly nonRetryable: readonly string[]
}

/** Checks a policy and fills in the defaults. */
export function retryData(policy: RetryPolicy, what: string): RetryData {
  const {
    maximumAttempts,
    initialInterval = 1000,
    backoff = 2,
    maximumInterval = 60_000,
    nonRetryable = [],
  } = policy
  if (maximumAttempts !== Infinity && !(Number.isInteger(maximumAttempts) && maximumAttempts >= 1)) {
    throw new InvalidDefinitionError(
      `retry.maximumAttempts of ${what} is ${String(maximumAttempts)}: expected a whole number from 1, or Infinity`,
    )
  }
  if (!(Number.isFinite(backoff) && backoff >= 1)) {
    throw new InvalidDefinitionError(
      `retry.backoff of ${what} is ${String(backoff)}: expected a number from 1`,
    )
  }
  return Object.freeze({
    attempts: maximumAttempts === Infinity ? 'unlimited' : maximumAttempts,
    initial: milliseconds(initialInterval, `retry.initialInterval of ${what}`),
    backoff,
    maximum: milliseconds(maximumInterval, `retry.maximumInterval of ${what}`),
    nonRetryable: Object.freeze([...nonRetryable]),
  })
}
