import { triggered } from '../history/history-draft.ts'
import type { ActionHandler } from './action.ts'
import { findActivity } from './lookup.ts'

/** Accepted once, as the other two answers; a second one finds no such activity. */
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
