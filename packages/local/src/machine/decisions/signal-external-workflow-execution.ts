import type { DecisionHandler } from './decision.ts'

/** Whether it arrives shows in a transaction that follows. */
export const signalExternalWorkflowExecution: DecisionHandler<'SignalExternalWorkflowExecution'> = (
  { workflowId, runId, signalName, input, control },
  batch,
) => {
  batch.record('SignalExternalWorkflowExecutionInitiated', { workflowId, runId, signalName, input, control })
}
