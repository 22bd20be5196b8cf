import { OperationError } from './reyield-error.ts'

/** The activity that an error is about. */
export interface ActivityRef {
  readonly activityId: string
  readonly name: string
  readonly version: string
  /** The number of the attempt, from 1. */
  readonly attempt: number
}

const label = (activity: ActivityRef) =>
  `Activity ${activity.name} ${activity.version} (id '${activity.activityId}'${activity.attempt === 1 ? '' : `, attempt ${activity.attempt}`})`

/**
 * An activity failed. `cause` is the error that the activity threw, rebuilt from SWF's `details` if a worker of Reyield wrote them.
 * `reason` and `details` are the strings that SWF recorded.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'ACTIVITY_FAILED')) console.error(error.message)
 * ```
 */
export class ActivityFailedError extends OperationError<'ACTIVITY_FAILED'> {
  static {
    this.prototype.name = 'ActivityFailedError'
  }
  readonly activity: ActivityRef
  readonly reason: string | undefined
  readonly details: string | undefined
  constructor(
    activity: ActivityRef,
    failure: { reason?: string | undefined; details?: string | undefined; cause?: unknown },
  ) {
    super(
      'ACTIVITY_FAILED',
      `${label(activity)} failed${failure.reason ? `: ${failure.reason}` : ''}`,
      failure.cause === undefined ? undefined : { cause: failure.cause },
    )
    this.activity = activity
    this.reason = failure.reason
    this.details = failure.details
  }
}

/** SWF's name of the timeout. */
export type ActivityTimeoutType = 'SCHEDULE_TO_START' | 'START_TO_CLOSE' | 'SCHEDULE_TO_CLOSE' | 'HEARTBEAT'

/**
 * One of the four timeouts of an activity passed; `timeoutType` says which. `details` are those of its last heartbeat.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'ACTIVITY_TIMED_OUT')) console.error(error.message)
 * ```
 */
export class ActivityTimedOutError extends OperationError<'ACTIVITY_TIMED_OUT'> {
  static {
    this.prototype.name = 'ActivityTimedOutError'
  }
  readonly activity: ActivityRef
  readonly timeoutType: ActivityTimeoutType
  readonly details: unknown
  constructor(activity: ActivityRef, timeoutType: ActivityTimeoutType, details?: unknown) {
    super('ACTIVITY_TIMED_OUT', `${label(activity)} timed out: ${timeoutType}`)
    this.activity = activity
    this.timeoutType = timeoutType
    this.details = details
  }
}

/**
 * An activity was canceled although this workflow hadn't requested it.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'ACTIVITY_CANCELED')) console.error(error.message)
 * ```
 */
export class ActivityCanceledError extends OperationError<'ACTIVITY_CANCELED'> {
  static {
    this.prototype.name = 'ActivityCanceledError'
  }
  readonly activity: ActivityRef
  readonly details: unknown
  constructor(activity: ActivityRef, details?: unknown) {
    super('ACTIVITY_CANCELED', `${label(activity)} was canceled`)
    this.activity = activity
    this.details = details
  }
}

/**
 * SWF didn't schedule an activity. `swfCause` is SWF's own word for the reason.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'ACTIVITY_NOT_SCHEDULED')) console.error(error.message)
 * ```
 */
export class ActivityNotScheduledError extends OperationError<'ACTIVITY_NOT_SCHEDULED'> {
  static {
    this.prototype.name = 'ActivityNotScheduledError'
  }
  readonly activity: ActivityRef
  readonly swfCause: string
  constructor(activity: ActivityRef, swfCause: string) {
    super('ACTIVITY_NOT_SCHEDULED', `${label(activity)} was not scheduled: ${swfCause}${remedy(swfCause)}`)
    this.activity = activity
    this.swfCause = swfCause
  }
}

function remedy(cause: string): string {
  if (cause === 'ACTIVITY_TYPE_DOES_NOT_EXIST')
    return '; register the type in the domain (a worker does it with `register: true`)'
  if (cause === 'ACTIVITY_TYPE_DEPRECATED') return '; the type is deprecated: use a newer version'
  if (cause === 'OPERATION_NOT_PERMITTED') return "; the decider's credentials lack swf:ScheduleActivityTask"
  if (cause.startsWith('DEFAULT_'))
    return '; set the value at the call or as the default of the registered type'
  return ''
}

/**
 * The id of an activity call belongs to another activity of the execution that is still open.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'ID_IN_USE')) console.error(error.message)
 * ```
 */
export class IdInUseError extends OperationError<'ID_IN_USE'> {
  static {
    this.prototype.name = 'IdInUseError'
  }
  readonly id: string
  constructor(id: string) {
    super(
      'ID_IN_USE',
      `The id '${id}' belongs to another open activity of this execution: wait for that one first, or leave out the id and Reyield numbers the activity`,
    )
    this.id = id
  }
}
