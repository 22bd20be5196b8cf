import type { DecisionHandler } from './decision.ts'

/** If the activity isn't started, the service cancels it by itself, as a pending transition. */
export const requestCancelActivityTask: DecisionHandler<'RequestCancelActivityTask'> = (
  { activityId },
  batch,
) => {
  if (!batch.activities.has(activityId)) return 'ACTIVITY_ID_UNKNOWN'
  batch.record('ActivityTaskCancelRequested', { activityId })
  return undefined
}
