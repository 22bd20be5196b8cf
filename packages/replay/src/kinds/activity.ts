import {
  ActivityCancelledError,
  ActivityFailedError,
  ActivityNotScheduledError,
  ActivityTimedOutError,
  namesOf,
  type ActivityOperation,
  type ActivityRef,
  type ActivityTimeoutType,
} from '@reyield/workflow'
import { failureFromWire } from '@reyield/data'
import type { Deliver, Engine, RecordBatchEvent } from '../engine.ts'
import type { Entry } from '../ledger/ledger.ts'
import { cancelFailed, mustBeDetached, mustBeWanted, refusal } from './wanted.ts'
import { recordedPolicy, retryOrReject } from './retry.ts'
import { decode } from '../history/payload.ts'

export const activityTaskCompleted: Deliver = (event, engine) => {
  const { scheduledEventId, result } = event.activityTaskCompletedEventAttributes!
  close(engine, scheduledEventId!, (entry, activity) => {
    const serializer = activity.serializer ?? engine.serializer
    const value = decode(
      result,
      serializer,
      event,
      () => `the result of activity '${activity.name}' (id '${entry.id}')`,
    )
    engine.scheduler.resume(entry.waiter!, value)
  })
}

export const activityTaskFailed: Deliver = (event, engine) => {
  const { scheduledEventId, reason, details } = event.activityTaskFailedEventAttributes!
  close(engine, scheduledEventId!, (entry, activity) => {
    const cause = failureFromWire({ reason, details })
    const error = new ActivityFailedError(refOf(entry, activity), { reason, details, cause })
    retryOrReject(engine, entry, [...namesOf(error), reason?.split(':')[0] ?? ''], error)
  })
}

export const activityTaskTimedOut: Deliver = (event, engine) => {
  const { scheduledEventId, timeoutType, details } = event.activityTaskTimedOutEventAttributes!
  close(engine, scheduledEventId!, (entry, activity) => {
    const type = timeoutType as ActivityTimeoutType
    const lastDetails = decodeDetails(details, activity, engine)
    const error = new ActivityTimedOutError(refOf(entry, activity), type, lastDetails)
    retryOrReject(engine, entry, namesOf(error), error)
  })
}

export const activityTaskCanceled: Deliver = (event, engine) => {
  const { scheduledEventId, details } = event.activityTaskCanceledEventAttributes!
  close(engine, scheduledEventId!, (entry, activity) => {
    engine.scheduler.reject(
      entry.waiter!,
      new ActivityCancelledError(refOf(entry, activity), decodeDetails(details, activity, engine)),
    )
  })
}

/** Recorded in the batch; delivered in the next episode (H6). */
export const scheduleActivityTaskFailed: Deliver = (event, engine) => {
  const entry = engine.ledger.takeRefused(event.eventId!)
  if (entry === undefined) return
  const { cause } = event.scheduleActivityTaskFailedEventAttributes!
  const activity = entry.operation as ActivityOperation<unknown>
  engine.scheduler.reject(entry.waiter!, new ActivityNotScheduledError(refOf(entry, activity), cause!))
}

export const recordActivityTaskScheduled: RecordBatchEvent = (event, engine) => {
  const { activityId, activityType, control, input } = event.activityTaskScheduledEventAttributes!
  return mustBeWanted(engine, 'activity', activityId!, activityType, entry => {
    if (entry.attempt === 1) entry.retry = recordedPolicy(control)
    engine.ledger.record(entry, event.eventId!, entry.retry === undefined ? undefined : { text: input })
    engine.backoff.accepted()
    return 'matched'
  })
}

export const recordScheduleActivityTaskFailed: RecordBatchEvent = (event, engine) => {
  const { activityId, activityType, cause } = event.scheduleActivityTaskFailedEventAttributes!
  return mustBeWanted(engine, 'activity', activityId!, activityType, entry =>
    refusal(engine, entry, event.eventId!, cause!),
  )
}

export const recordActivityTaskCancelRequested: RecordBatchEvent = (event, engine) => {
  const { activityId } = event.activityTaskCancelRequestedEventAttributes!
  return mustBeDetached(engine, 'activity', activityId!, entry => (entry.cancelAsked = true))
}

export const recordRequestCancelActivityTaskFailed: RecordBatchEvent = (event, engine) =>
  cancelFailed(engine, 'activity', event.requestCancelActivityTaskFailedEventAttributes!.activityId!)

/** Closes an open activity; `attached` runs if somebody waits for it. */
function close(
  engine: Engine,
  scheduledEventId: number,
  attached: (entry: Entry, activity: ActivityOperation<unknown>) => void,
): void {
  const entry = engine.ledger.close(scheduledEventId)
  if (entry?.waiter !== undefined) attached(entry, entry.operation as ActivityOperation<unknown>)
}

const refOf = (entry: Entry, activity: ActivityOperation<unknown>): ActivityRef => ({
  activityId: entry.id,
  name: activity.name,
  version: activity.version,
  attempt: entry.attempt,
})

/** Details of heartbeats and cancels are for people too: what the serializer can't read stays the string it is. */
function decodeDetails(
  details: string | undefined,
  activity: ActivityOperation<unknown>,
  engine: Engine,
): unknown {
  try {
    return (activity.serializer ?? engine.serializer).deserialize(details)
  } catch {
    return details
  }
}
