import { activityDeadline } from '../state/activity-deadline.ts'
import type { DeadlineSubject, Execution } from '../state/execution.ts'
import { triggered } from '../history/history-draft.ts'

type ActivitySubject = Extract<DeadlineSubject, { kind: 'activity' }>

/** A timeout of an activity has passed, by default the earliest. The event has the details of the last heartbeat. */
export function activityTimedOut(
  execution: Execution,
  { task, timeoutType = activityDeadline(task)!.timeoutType }: ActivitySubject,
  now: number,
) {
  const { scheduledEventId, startedEventId, heartbeatDetails: details } = task
  const attributes = { timeoutType, scheduledEventId, startedEventId, details }
  return triggered('activity-timed-out', execution, now, 'ActivityTaskTimedOut', attributes)
}
