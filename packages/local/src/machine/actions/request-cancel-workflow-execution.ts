import { triggered } from '../history/history-draft.ts'
import type { ActionHandler } from './action.ts'
import { findOpenExecution } from './lookup.ts'

/** Only records the request: what happens next is up to the decider. A second request adds a second event. */
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
