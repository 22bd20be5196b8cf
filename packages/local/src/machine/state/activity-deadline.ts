import { endOf } from '../../model/durations.ts'
import type { ActivityTask } from './execution.ts'
import type { ActivityTaskTimeoutType } from '../../model/generated/types.ts'

export interface ActivityDeadline {
  /** Epoch milliseconds. */
  readonly at: number
  readonly timeoutType: ActivityTaskTimeoutType
}

/** Returns the earliest timeout that applies to an activity now. Of equal ones, it's the first in the order of these checks. */
export function activityDeadline(task: ActivityTask): ActivityDeadline | undefined {
  const { scheduleToClose, scheduleToStart, startToClose, heartbeat } = task.timeouts
  const started = task.startedEventId > 0
  let earliest: ActivityDeadline | undefined
  const consider = (timeoutType: ActivityTaskTimeoutType, at: number | undefined) => {
    if (at !== undefined && (earliest === undefined || at < earliest.at)) earliest = { at, timeoutType }
  }
  consider('SCHEDULE_TO_CLOSE', endOf(task.scheduledAt, scheduleToClose))
  if (started) {
    consider('START_TO_CLOSE', endOf(task.startedAt, startToClose))
    consider('HEARTBEAT', endOf(task.heartbeatAt, heartbeat))
  } else {
    consider('SCHEDULE_TO_START', endOf(task.scheduledAt, scheduleToStart))
  }
  return earliest
}
