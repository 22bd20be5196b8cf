import { triggered } from '../history/history-draft.ts'
import type { ActionHandler } from './action.ts'
import { findActivity } from './lookup.ts'

/** An activity can be completed, failed or canceled once. A second response is refused, since the activity is no longer open. */
export const respondActivityTaskCompleted: ActionHandler<'RespondActivityTaskCompleted'> = (
  input,
  context,
) => {
  const { execution, task } = findActivity(context, input.taskToken)
  const { scheduledEventId, startedEventId } = task
  const attributes = { result: input.result, scheduledEventId, startedEventId }
  return {
    response: undefined,
    record: triggered('activity-completed', execution, context.now, 'ActivityTaskCompleted', attributes),
  }
}
