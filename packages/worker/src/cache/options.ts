import { InvalidOptionError } from '@reyield/client'
import { milliseconds, type Duration } from '@reyield/workflow'
import { describeType } from '@reyield/workflow/internal'
import { isDevelopment } from '../options/development.ts'
import { atLeastOne } from '../options/limits.ts'

/**
 * The bounds of the replays that a decider keeps in memory.
 *
 * @example
 * ```ts
 * const cache: CacheOptions = { maxExecutions: 20_000, maxBytes: 500_000_000, stickyTimeout: '5s' }
 * createWorker({ ...connection, workflows, cache })
 * ```
 */
export interface CacheOptions {
  /** The most executions whose replays are kept. The one that was decided least recently leaves first. Default 5000. */
  readonly maxExecutions?: number
  /**
   * The most bytes that all of them may use. It's an estimate from the payloads of their events and from what is open, since the memory of
   * a generator can't be measured. Default 134,217,728 (128 MiB).
   */
  readonly maxBytes?: number
  /**
   * How long SWF waits for this process to take a decision task of an execution that it keeps. Then SWF gives the task to any decider.
   * After a process has ended, each of its idle executions waits so long once, at its next decision task. Whole seconds, at least 1 s.
   * Default 10 seconds.
   */
  readonly stickyTimeout?: Duration
}

/** The same with defaults. */
export interface CacheLimits {
  readonly maxExecutions: number
  readonly maxBytes: number
  /** In seconds, as SWF takes it. */
  readonly stickyTimeout: string
}

const names = ['maxExecutions', 'maxBytes', 'stickyTimeout'] as const satisfies (keyof CacheOptions)[]

/**
 * Fills in the defaults; `undefined` if nothing is kept. In development nothing is, whatever the options say.
 *
 * @throws InvalidOptionError (OPTION_INVALID), InvalidDurationError (DURATION_INVALID)
 */
export function cacheLimitsOf(options: CacheOptions | false = {}): CacheLimits | undefined {
  if (isDevelopment() || options === false) return undefined
  const given: unknown = options
  const unknown =
    typeof given === 'object' && given !== null
      ? Object.keys(given).find(key => !names.some(name => name === key))
      : undefined
  if (typeof given !== 'object' || given === null || unknown !== undefined) {
    throw new InvalidOptionError(
      "The worker's cache",
      unknown === undefined ? describeType(given) : `an object with '${unknown}'`,
      'false, or an object of maxExecutions, maxBytes and stickyTimeout',
    )
  }
  const { maxExecutions = 5000, maxBytes = 128 * 1024 * 1024, stickyTimeout = '10s' } = options
  const wait = milliseconds(stickyTimeout, 'cache.stickyTimeout')
  if (wait < 1000) {
    throw new InvalidOptionError("The worker's cache.stickyTimeout", `${wait} ms`, 'at least one second')
  }
  return {
    maxExecutions: atLeastOne(maxExecutions, 'cache.maxExecutions'),
    maxBytes: atLeastOne(maxBytes, 'cache.maxBytes'),
    stickyTimeout: String(Math.ceil(wait / 1000)),
  }
}
