import type { DecisionHandler } from './decision.ts'

/** An activity that isn't started is canceled by the service itself, in a transaction that follows. */
export const requestCancelActivityTask: DecisionHandler<'RequestCancelActivityTask'> = (
  { activityId },
  batch,
) => {
  if (batch.activities.has(activityId)) batch.record('ActivityTaskCancelRequested', { activityId })
  else batch.refuse('RequestCancelActivityTaskFailed', { activityId, cause: 'ACTIVITY_ID_UNKNOWN' })
}
