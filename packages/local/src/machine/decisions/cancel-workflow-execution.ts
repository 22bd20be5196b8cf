import type { DecisionHandler } from './decision.ts'

/** Doesn't require a cancel request. */
export const cancelWorkflowExecution: DecisionHandler<'CancelWorkflowExecution'> = ({ details }, batch) => {
  if (batch.unhandled) batch.refuse('CancelWorkflowExecutionFailed', { cause: 'UNHANDLED_DECISION' })
  else batch.close('WorkflowExecutionCanceled', { details })
}
