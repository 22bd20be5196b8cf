import { ReyieldError } from '@reyield/workflow'

/**
 * A schedule, or something that is asked of one, has an invalid value: a cron expression, a time zone, a name, …
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'SCHEDULE_INVALID')) console.error(error.option, error.message)
 * ```
 */
export class InvalidScheduleError extends ReyieldError<'SCHEDULE_INVALID'> {
  static {
    this.prototype.name = 'InvalidScheduleError'
  }
  /** The name of the invalid option: `cron`, `timeZone`, … */
  readonly option: string
  constructor(schedule: string | undefined, option: string, problem: string, cause?: unknown) {
    const of = schedule === undefined ? 'a schedule' : `schedule '${schedule}'`
    super(
      'SCHEDULE_INVALID',
      `The ${option} of ${of} ${problem}`,
      cause === undefined ? undefined : { cause },
    )
    this.option = option
  }
}

/**
 * A schedule of this name exists already.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'SCHEDULE_EXISTS')) await client.schedules.update(nightly)
 * ```
 */
export class ScheduleExistsError extends ReyieldError<'SCHEDULE_EXISTS'> {
  static {
    this.prototype.name = 'ScheduleExistsError'
  }
  readonly schedule: string
  constructor(schedule: string, cause: unknown) {
    super(
      'SCHEDULE_EXISTS',
      `The schedule '${schedule}' exists already. Change it with schedules.update(…), or create it with ifExists: 'update'`,
      { cause },
    )
    this.schedule = schedule
  }
}

/**
 * No schedule has this name: it was never created in this domain, or it was deleted.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'SCHEDULE_UNKNOWN')) console.error(error.message)
 * ```
 */
export class UnknownScheduleError extends ReyieldError<'SCHEDULE_UNKNOWN'> {
  static {
    this.prototype.name = 'UnknownScheduleError'
  }
  readonly schedule: string
  constructor(schedule: string, cause: unknown) {
    super(
      'SCHEDULE_UNKNOWN',
      `No schedule of this domain has the name '${schedule}'. Create it with schedules.create(…), or look for it with schedules.list()`,
      { cause },
    )
    this.schedule = schedule
  }
}
