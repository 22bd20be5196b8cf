import type { StartSettings } from '@reyield/client'
import type { Duration, WorkflowDefinition } from '@reyield/workflow'

/**
 * What happens at a time at which the run before is still open.
 *
 * - `skip`: the time is skipped.
 * - `bufferOne`: one run waits until the one before has closed. Further times are skipped meanwhile. The schedule asks again after 10
 *   seconds, then after twice as long, up to 5 minutes.
 * - `cancelOther`: the open run is asked to cancel itself, and the new one starts when it has closed.
 * - `allow`: the new run starts beside the other.
 */
export type Overlap = 'skip' | 'bufferOne' | 'cancelOther' | 'allow'

/** How the runs of a schedule are started. Defaults are those of the workflow's declaration. */
export type RunSettings = Omit<StartSettings, 'workflowId'>

/** The times of a schedule: either a cron expression or an interval. */
export type ScheduleTimes =
  | {
      /**
       * A cron expression of five fields (minute, hour, day, month, weekday), or six with seconds first; also `@daily` and the like. `L`, `W`,
       * `#` and names of months and weekdays are those of croner.
       */
      readonly cron: string
      readonly every?: never
    }
  | {
      readonly cron?: never
      /** An interval of whole seconds. Its times are the multiples since 1970 in UTC: with `'15m'`, at :00, :15, :30 and :45. */
      readonly every: Duration
    }

interface Settings<Input> {
  /** Unique among the schedules of the domain; up to 200 characters, without `:` `/` `|`. */
  readonly name: string
  /** The IANA time zone of the cron expression, for instance `Europe/Berlin`. Default UTC. */
  readonly timeZone?: string
  /** The workflow that is started. */
  readonly workflow: WorkflowDefinition<Input, unknown>
  /** The task list of the schedule itself. A worker with `schedules: true` must poll it. Default: that of the workflow. */
  readonly taskList?: string
  /** What happens if the run before is still open. Default `skip`. */
  readonly overlap?: Overlap
  /**
   * How late a run may start, for instance after all deciders were away. Of the times that are not older, the newest 10 run; the others are
   * counted as missed. At least 10 seconds, since SWF's timers aren't exact. Default 1 minute.
   */
  readonly catchUp?: Duration
  /**
   * Starts each run up to so much later than its time, by a hash of name and time. It spreads schedules that have the same times. At most a
   * day, and at most the time between two runs. Default 0.
   */
  readonly jitter?: Duration
  /** How runs are started: their task list, timeouts, tags (up to 4) and so on. Default: as the workflow is declared. */
  readonly start?: RunSettings
}

/**
 * The options of `schedule`.
 *
 * @example
 * ```ts
 * const options: ScheduleOptions<void> = { name: 'cleanup', every: '15m', workflow: cleanup, overlap: 'bufferOne', jitter: '1m' }
 * ```
 */
export type ScheduleOptions<Input> = Settings<Input> &
  ScheduleTimes &
  (undefined extends Input
    ? { readonly input?: Input }
    : Input extends void
      ? { readonly input?: undefined }
      : { readonly input: Input })

/** A declared schedule, as `schedule` returns it. Lengths of time are in milliseconds. */
export interface Schedule {
  readonly name: string
  readonly cron: string | undefined
  readonly every: number | undefined
  readonly timeZone: string
  readonly workflow: WorkflowDefinition<never, unknown>
  readonly input: unknown
  readonly taskList: string
  readonly overlap: Overlap
  readonly catchUp: number
  readonly jitter: number
  readonly start: RunSettings
}
