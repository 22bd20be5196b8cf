import { triggered } from '../history/history-draft.ts'
import type { ActionHandler } from './action.ts'
import { findActivity } from './lookup.ts'

/** Also accepted without a cancel request (swf-semantics.md §5.3). Then latestCancelRequestedEventId is 0. */
export const respondActivityTaskCanceled: ActionHandler<'RespondActivityTaskCanceled'> = (input, context) => {
  const { execution, task } = findActivity(context, input.taskToken)
  const { scheduledEventId, startedEventId, latestCancelRequestedEventId } = task
  const attributes = {
    details: input.details,
    scheduledEventId,
    startedEventId,
    latestCancelRequestedEventId,
  }
  return {
    response: undefined,
    record: triggered('activity-canceled', execution, context.now, 'ActivityTaskCanceled', attributes),
  }
}
