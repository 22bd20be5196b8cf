import { triggered } from '../history/history-draft.ts'
import type { ActionHandler } from './action.ts'
import { findOpenExecution } from './lookup.ts'

/** Nothing happens to the execution: the decider decides. A second request adds a second event. */
export const requestCancelWorkflowExecution: ActionHandler<'RequestCancelWorkflowExecution'> = (
  input,
  context,
) => {
  const execution = findOpenExecution(context, input.domain, input)
  const attributes = { externalInitiatedEventId: 0 }
  return {
    response: undefined,
    record: triggered(
      'cancel-requested',
      execution,
      context.now,
      'WorkflowExecutionCancelRequested',
      attributes,
    ),
  }
}
