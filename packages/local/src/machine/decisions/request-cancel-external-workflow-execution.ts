import type { DecisionHandler } from './decision.ts'

/**
 * A pending transition delivers the request and records whether it arrived. A parent also cancels its children with this
 * decision.
 */
export const requestCancelExternalWorkflowExecution: DecisionHandler<
  'RequestCancelExternalWorkflowExecution'
> = ({ workflowId, runId, control }, batch) => {
  batch.record('RequestCancelExternalWorkflowExecutionInitiated', { workflowId, runId, control })
  return undefined
}
