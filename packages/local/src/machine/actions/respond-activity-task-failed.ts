import { triggered } from '../history/history-draft.ts'
import type { ActionHandler } from './action.ts'
import { findActivity } from './lookup.ts'

/** The service never retries an activity by itself. */
export const respondActivityTaskFailed: ActionHandler<'RespondActivityTaskFailed'> = (input, context) => {
  const { execution, task } = findActivity(context, input.taskToken)
  const { scheduledEventId, startedEventId } = task
  const { reason, details } = input
  const attributes = { reason, details, scheduledEventId, startedEventId }
  return {
    response: undefined,
    record: triggered('activity-failed', execution, context.now, 'ActivityTaskFailed', attributes),
  }
}
