import { continued } from '../history/history-draft.ts'
import type { ActionHandler } from './action.ts'
import { findOpenExecution } from './lookup.ts'

/** Closes the execution at once. A child policy in the request overrides that of the execution. */
export const terminateWorkflowExecution: ActionHandler<'TerminateWorkflowExecution'> = (input, context) => {
  const execution = findOpenExecution(context, input.domain, input)
  const draft = continued(execution, context.now)
  draft.write('WorkflowExecutionTerminated', {
    reason: input.reason,
    details: input.details,
    childPolicy: input.childPolicy ?? execution.configuration.childPolicy,
    cause: 'OPERATOR_INITIATED',
  })
  return { response: undefined, record: draft.draft('execution-terminated') }
}
