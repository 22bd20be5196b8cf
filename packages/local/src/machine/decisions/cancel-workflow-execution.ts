import type { DecisionHandler } from './decision.ts'

/** Needs no cancel request before it. */
export const cancelWorkflowExecution: DecisionHandler<'CancelWorkflowExecution'> = ({ details }, batch) => {
  if (batch.unhandled) batch.refuse('CancelWorkflowExecutionFailed', { cause: 'UNHANDLED_DECISION' })
  else batch.close('WorkflowExecutionCanceled', { details })
}
