import { triggered } from '../history-draft.ts'
import type { ActionHandler } from './action.ts'
import { findActivity } from './lookup.ts'

export const respondActivityTaskCompleted: ActionHandler<'RespondActivityTaskCompleted'> = (
  input,
  context,
) => {
  const { execution, task } = findActivity(context.state, input.taskToken)
  const { scheduledEventId, startedEventId } = task
  const attributes = { result: input.result, scheduledEventId, startedEventId }
  return {
    response: undefined,
    record: triggered('activity-completed', execution, context.now, 'ActivityTaskCompleted', attributes),
  }
}
