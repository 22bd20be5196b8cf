import { InvalidOptionError } from '@reyield/client'
import { milliseconds, type Duration } from '@reyield/workflow'
import { describeType } from '@reyield/workflow/internal'
import { atLeastOne } from './limits.ts'

/**
 * Heartbeats that the worker sends by itself while an activity runs or waits for its limits.
 *
 * @example
 * ```ts
 * const heartbeat: AutomaticHeartbeats = { every: '10s' } // of activities with a heartbeat timeout of 30 seconds or more
 * createWorker({ ...connection, activities, heartbeat })
 * ```
 */
export interface AutomaticHeartbeats {
  /**
   * The time between two heartbeats, at least 1 second. At most a third of the activity's heartbeat timeout is sensible: then two
   * heartbeats may be lost. SWF doesn't tell a worker that timeout.
   */
  readonly every: Duration
}

/**
 * The options of one activity of a worker.
 *
 * @example
 * ```ts
 * const resize: ActivityTypeOptions = { concurrency: 2, activitiesPerSecond: 5, heartbeat: { every: '10s' } }
 * createWorker({ ...connection, activities, activityOptions: { resize } })
 * ```
 */
export interface ActivityTypeOptions {
  /** The most tasks of this activity that run at a time in this worker. Default: only the worker's `concurrency` limits them. */
  readonly concurrency?: number
  /** The most tasks of this activity that this worker begins in a second; may be a fraction. See the worker's option. Default: no limit. */
  readonly activitiesPerSecond?: number
  /** Heartbeats that the worker sends by itself; `false`: none. Default: the worker's `heartbeat`. */
  readonly heartbeat?: AutomaticHeartbeats | false
}

/** Options by the names of activities. */
export type ActivityOptionsByName<Served> = {
  readonly [Name in NamesOf<Served>]?: ActivityTypeOptions
}

/** The names of activities. Any, if the compiler doesn't know them. */
type NamesOf<Served> = Served extends readonly { readonly name: infer Name extends string }[]
  ? Name
  : Served extends object
    ? [keyof Served] extends [never]
      ? string
      : keyof Served & string
    : string

/** The options of activities, as they are given. */
export interface GivenActivityOptions {
  readonly activitiesPerSecond?: number | undefined
  readonly heartbeat?: AutomaticHeartbeats | undefined
  readonly activityOptions?: Readonly<Record<string, ActivityTypeOptions | undefined>> | undefined
}

/** What limits when activities begin. */
export interface StartLimitOptions {
  readonly activitiesPerSecond: number | undefined
  readonly activities: ReadonlyMap<string, Pick<ActivityTypeOptions, 'concurrency' | 'activitiesPerSecond'>>
}

/** The options of activities, checked. */
export interface ActivitySettings {
  readonly limits: StartLimitOptions
  /** Milliseconds between the automatic heartbeats of an activity; undefined if there are none. */
  heartbeatEvery(this: void, name: string): number | undefined
}

const names = [
  'concurrency',
  'activitiesPerSecond',
  'heartbeat',
] as const satisfies (keyof ActivityTypeOptions)[]

/**
 * Checks the options of activities. Whether there are activities of these names is checked elsewhere.
 *
 * @throws InvalidOptionError (OPTION_INVALID), InvalidDurationError (DURATION_INVALID)
 */
export function activitySettingsOf(options: GivenActivityOptions): ActivitySettings {
  const byDefault = options.heartbeat === undefined ? undefined : everyOf(options.heartbeat, 'heartbeat')
  const every = new Map<string, number | undefined>()
  const activities: StartLimitOptions['activities'] = new Map(
    Object.entries(byNameOf(options.activityOptions)).map(([name, given]) => {
      const option = `activityOptions.${name}`
      const { concurrency, activitiesPerSecond, heartbeat } = ofActivity(given, option)
      if (heartbeat !== undefined) {
        every.set(name, heartbeat === false ? undefined : everyOf(heartbeat, `${option}.heartbeat`))
      }
      return [
        name,
        {
          ...(concurrency === undefined
            ? {}
            : { concurrency: atLeastOne(concurrency, `${option}.concurrency`) }),
          ...perSecond(activitiesPerSecond, `${option}.activitiesPerSecond`),
        },
      ] as const
    }),
  )
  const { activitiesPerSecond } = perSecond(options.activitiesPerSecond, 'activitiesPerSecond')
  return {
    limits: { activitiesPerSecond, activities },
    heartbeatEvery: name => (every.has(name) ? every.get(name) : byDefault),
  }
}

function byNameOf(given: unknown): Readonly<Record<string, ActivityTypeOptions | undefined>> {
  if (given === undefined) return {}
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return { ...given }
  throw new InvalidOptionError(
    "The worker's activityOptions",
    describeType(given),
    'an object of options by the names of activities',
  )
}

function ofActivity(given: unknown, option: string): { readonly [Name in (typeof names)[number]]?: unknown } {
  if (given === undefined) return {}
  return objectOf(given, names, option, 'an object of concurrency, activitiesPerSecond and heartbeat')
}

function everyOf(given: unknown, option: string): number {
  const { every } = objectOf(given, ['every'], option, "an object of every, such as { every: '10s' }")
  const wait = milliseconds(every as Duration, `${option}.every`)
  if (wait >= 1000) return wait
  throw new InvalidOptionError(`The worker's ${option}.every`, `${wait} ms`, 'at least one second')
}

function perSecond(value: unknown, option: string): { readonly activitiesPerSecond?: number } {
  if (value === undefined) return {}
  if (typeof value === 'number' && value > 0 && value < Infinity) return { activitiesPerSecond: value }
  throw new InvalidOptionError(
    `The worker's ${option}`,
    typeof value === 'number' ? value : describeType(value),
    'a number greater than 0, such as 5 or 0.5',
  )
}

/** Checks that an option is an object without unknown members. */
function objectOf<Name extends string>(
  given: unknown,
  members: readonly Name[],
  option: string,
  expected: string,
): { readonly [Member in Name]?: unknown } {
  const keys = typeof given === 'object' && given !== null ? Object.keys(given) : undefined
  const unknown = keys?.find(key => !members.some(member => member === key))
  if (keys !== undefined && unknown === undefined) return given as { readonly [Member in Name]?: unknown }
  const found = unknown === undefined ? describeType(given) : `an object with '${unknown}'`
  throw new InvalidOptionError(`The worker's ${option}`, found, expected)
}
