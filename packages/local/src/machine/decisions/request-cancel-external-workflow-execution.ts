import type { DecisionHandler } from './decision.ts'

/** Whether it arrives shows in a transaction that follows. A parent cancels its children like this too. */
export const requestCancelExternalWorkflowExecution: DecisionHandler<
  'RequestCancelExternalWorkflowExecution'
> = ({ workflowId, runId, control }, batch) => {
  batch.record('RequestCancelExternalWorkflowExecutionInitiated', { workflowId, runId, control })
}
