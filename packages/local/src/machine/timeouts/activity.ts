import { activityDeadline } from '../state/activity-deadline.ts'
import type { ActivityTask, Execution } from '../state/execution.ts'
import { triggered } from '../history/history-draft.ts'

/** The earliest timeout of an activity has passed. The event has the details of the last heartbeat. */
export function activityTimedOut(
  execution: Execution,
  { task }: { readonly task: ActivityTask },
  now: number,
) {
  const { scheduledEventId, startedEventId, heartbeatDetails: details } = task
  const { timeoutType } = activityDeadline(task)!
  const attributes = { timeoutType, scheduledEventId, startedEventId, details }
  return triggered('activity-timed-out', execution, now, 'ActivityTaskTimedOut', attributes)
}
