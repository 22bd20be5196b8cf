import { triggered } from '../history-draft.ts'
import type { ActionHandler } from './action.ts'
import { findOpenExecution } from './lookup.ts'

/** Nothing happens to the execution: the decider decides. A second request adds a second event. */
export const requestCancelWorkflowExecution: ActionHandler<'RequestCancelWorkflowExecution'> = (
  input,
  { state, now },
) => {
  const execution = findOpenExecution(state, input.domain, input)
  const attributes = { externalInitiatedEventId: 0 }
  return {
    response: undefined,
    record: triggered('cancel-requested', execution, now, 'WorkflowExecutionCancelRequested', attributes),
  }
}
