import { availableParallelism } from 'node:os'
import type { ResourceLimits } from 'node:worker_threads'
import { InvalidOptionError } from '@reyield/client'
import { milliseconds, type Duration } from '@reyield/workflow'
import { describeType } from '@reyield/workflow/internal'
import { moduleFile } from './module-file.ts'

/**
 * Options of an activity that runs in a thread.
 *
 * @example
 * ```ts
 * const resize = inThread<typeof impl.resize>(new URL('./images.js', import.meta.url), {
 *   export: 'resize',
 *   threads: 2,
 *   resourceLimits: { maxOldGenerationSizeMb: 512 },
 * })
 * ```
 */
export interface InThreadOptions {
  /** The name under which the module exports the function. Default: `default`; if the module has no default export, the activity's name. */
  readonly export?: string
  /**
   * The most threads. Activities of the same module with the same `threads` and `resourceLimits` share them. An activity that finds
   * none free waits, in this process, while its timeouts run. Default: one less than the machine can run at a time, and at least one.
   */
  readonly threads?: number
  /**
   * How long a function may go on after its `signal` was aborted. Then its thread is terminated. A worker that stops at once doesn't wait.
   * Default 5 seconds.
   */
  readonly grace?: Duration
  /**
   * The module of a serializer, which it exports as `serializer` or as its default export. Both threads load it, and input, result and details
   * of heartbeats are copied as what it writes. Only values that the serializers `superjson` and `json` don't write need it, such as instances of
   * registered classes. Default: values are copied by the structured clone algorithm, and by superjson if that would lose something.
   */
  readonly serializer?: URL | string
  /**
   * Limits of each thread's memory, as of Node's `Worker`. A thread that exceeds them fails its activity with THREAD_CRASHED. Default: those
   * of Node.
   */
  readonly resourceLimits?: ResourceLimits
}

/** The options with their defaults. */
export interface CheckedOptions {
  readonly export: string | undefined
  readonly threads: number
  readonly grace: number
  /** The module of the serializer, as a `file:` URL. */
  readonly serializer: string | undefined
  readonly resourceLimits: ResourceLimits
}

/** The longest time that a timer can wait, in milliseconds: 24 days. */
const longestTimer = 2 ** 31 - 1

const limitNames: readonly string[] = [
  'maxYoungGenerationSizeMb',
  'maxOldGenerationSizeMb',
  'codeRangeSizeMb',
  'stackSizeMb',
]

/**
 * Checks the options.
 *
 * @throws InvalidOptionError (OPTION_INVALID), InvalidDurationError (DURATION_INVALID), InvalidDefinitionError (DEFINITION_INVALID)
 */
export function checkedOptions(given: InThreadOptions = {}): CheckedOptions {
  const {
    export: name,
    threads = Math.max(1, availableParallelism() - 1),
    grace = '5s',
    resourceLimits = {},
  } = given
  if (name !== undefined && (typeof name !== 'string' || name === '')) {
    throw new InvalidOptionError('inThread: export', describeType(name), 'the name of an export')
  }
  checkAboveZero('threads', threads, Number.isInteger)
  for (const [key, value] of Object.entries(resourceLimits)) {
    if (!limitNames.includes(key)) {
      throw new InvalidOptionError('inThread: a member of resourceLimits', key, limitNames.join(', '))
    }
    checkAboveZero(`resourceLimits.${key}`, value, Number.isFinite)
  }
  const wait = Math.min(milliseconds(grace, 'The grace of inThread'), longestTimer)
  const serializer =
    given.serializer === undefined
      ? undefined
      : moduleFile(given.serializer, "The module of inThread's option serializer")
  return { export: name, threads, grace: wait, serializer, resourceLimits }
}

function checkAboveZero(name: string, value: unknown, isOne: (value: unknown) => boolean): void {
  if (isOne(value) && (value as number) > 0) return
  const expected = isOne === Number.isInteger ? 'a whole number above 0' : 'a number above 0'
  throw new InvalidOptionError(
    `inThread: ${name}`,
    typeof value === 'number' ? value : describeType(value),
    expected,
  )
}
