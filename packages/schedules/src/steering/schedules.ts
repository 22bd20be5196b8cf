import type { ClientCallOptions } from '@reyield/client'
import type { ScheduleStatus } from '../deciding/status.ts'
import type { Schedule } from '../declaration.ts'
import type { TaggedSchedule } from '../tags.ts'

/**
 * The options of `create`.
 *
 * @example
 * ```ts
 * await client.schedules.create(nightly, { ifExists: 'update' })
 * ```
 */
export interface CreateOptions extends ClientCallOptions {
  /** What happens if a schedule of the name exists. `update` changes it. Default `fail`, which throws ScheduleExistsError. */
  readonly ifExists?: 'fail' | 'update'
  /** Creates it paused; `true`, or a note. Default false. */
  readonly paused?: boolean | string
}

/** The times that `backfill` runs: those after `from` up to `to`. */
export interface BackfillRange {
  readonly from: Date
  readonly to: Date
}

/** A schedule as a list shows it. It's read from the tags of its execution. */
export interface ListedSchedule extends TaggedSchedule {
  readonly name: string
  /** The workflow id and the current run of its execution. */
  readonly workflowId: string
  readonly runId: string
  /** The next time, as this process computes it. Undefined while it's paused. */
  readonly next: Date | undefined
}

/** The state of a schedule, and its execution. */
export interface ScheduleDescription {
  readonly name: string
  readonly workflowId: string
  /** What the schedule has recorded. Undefined until it's decided for the first time: see whether a worker has `schedules: true`. */
  readonly status: ScheduleStatus | undefined
  /** When the next run starts. Undefined while it's paused. */
  readonly next: Date | undefined
  /** Why its execution is held, if it is; see docs/guide/held-executions.md. */
  readonly held: string | undefined
}

/**
 * The options of `withSchedules`.
 *
 * @example
 * ```ts
 * const client = withSchedules(connect({ domain: 'shop' }), { onWarning: message => logger.warn(message) })
 * ```
 */
export interface SchedulesOptions {
  /** Receives warnings of `create` and `update`. Default: `process.emitWarning`. */
  readonly onWarning?: (message: string) => void
}

/**
 * Creates and steers the schedules of a domain. Its methods send requests to the schedules' executions, which their deciders carry out. So
 * `pause` returns when the signal is recorded.
 *
 * @example
 * ```ts
 * const { schedules } = withSchedules(connect({ domain: 'shop' }))
 * await schedules.create(nightly)
 * ```
 */
export interface Schedules {
  /**
   * Creates a schedule. It warns if all schedules of the domain together start more runs than the 12 a second that SWF allows.
   *
   * @throws ScheduleExistsError (SCHEDULE_EXISTS), InvalidScheduleError (SCHEDULE_INVALID) and what `client.start` throws
   * @example
   * ```ts
   * await client.schedules.create(nightly, { ifExists: 'update' })
   * ```
   */
  create(schedule: Schedule, options?: CreateOptions): Promise<void>
  /**
   * Replaces all that a schedule does by a new declaration of the same name. Runs that are open go on.
   *
   * @throws UnknownScheduleError (SCHEDULE_UNKNOWN) and what `client.start` throws
   * @example
   * ```ts
   * await client.schedules.update(nightly)
   * ```
   */
  update(schedule: Schedule, options?: ClientCallOptions): Promise<void>
  /**
   * Starts no runs from now on, besides those that are triggered. A run that waits for another is dropped. Backfills wait.
   *
   * @throws UnknownScheduleError (SCHEDULE_UNKNOWN)
   * @example
   * ```ts
   * await client.schedules.pause('nightly-report', { note: 'the warehouse is being moved' })
   * ```
   */
  pause(name: string, options?: ClientCallOptions & { readonly note?: string }): Promise<void>
  /**
   * Starts runs again, from the next time on. Times of the pause are neither run nor counted as missed.
   *
   * @throws UnknownScheduleError (SCHEDULE_UNKNOWN)
   * @example
   * ```ts
   * await client.schedules.resume('nightly-report')
   * ```
   */
  resume(name: string, options?: ClientCallOptions): Promise<void>
  /**
   * Starts a run now, as if its time had come. `overlap` applies. Also while the schedule is paused.
   *
   * @throws UnknownScheduleError (SCHEDULE_UNKNOWN)
   * @example
   * ```ts
   * await client.schedules.trigger('nightly-report')
   * ```
   */
  trigger(name: string, options?: ClientCallOptions): Promise<void>
  /**
   * Starts a run for each time of a range in the past, one after the other, whether it has run or not. They run side by side, under ids with
   * their times. `scheduledTime` tells each which time it is.
   *
   * @throws UnknownScheduleError (SCHEDULE_UNKNOWN), InvalidScheduleError (SCHEDULE_INVALID) for a range that ends before it begins
   * @example
   * ```ts
   * await client.schedules.backfill('nightly-report', { from: new Date('2026-03-01T00:00Z'), to: new Date('2026-03-08T00:00Z') })
   * ```
   */
  backfill(name: string, range: BackfillRange, options?: ClientCallOptions): Promise<void>
  /**
   * Ends a schedule. Runs that are open go on.
   *
   * @throws UnknownScheduleError (SCHEDULE_UNKNOWN)
   * @example
   * ```ts
   * await client.schedules.delete('nightly-report')
   * ```
   */
  delete(name: string, options?: ClientCallOptions): Promise<void>
  /**
   * Lists the schedules of the domain, in one request for each 1,000. SWF's lists are eventually consistent.
   *
   * @throws UnknownDomainError (DOMAIN_UNKNOWN)
   * @example
   * ```ts
   * for await (const { name, cron, next, paused } of client.schedules.list()) console.log(name, cron, paused ? 'paused' : next)
   * ```
   */
  list(options?: ClientCallOptions): AsyncGenerator<ListedSchedule, void, undefined>
  /**
   * Returns what a schedule does and has done.
   *
   * @throws UnknownScheduleError (SCHEDULE_UNKNOWN)
   * @example
   * ```ts
   * const { next, status } = await client.schedules.describe('nightly-report')
   * console.log(next, status?.counts, status?.last, status?.problem)
   * ```
   */
  describe(name: string, options?: ClientCallOptions): Promise<ScheduleDescription>
}
