import type { DecisionHandler } from './decision.ts'

/** Doesn't require a cancel request. */
export const cancelWorkflowExecution: DecisionHandler<'CancelWorkflowExecution'> = ({ details }, batch) =>
  batch.close('WorkflowExecutionCanceled', { details })
