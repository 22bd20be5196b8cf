import type { DecisionHandler } from './decision.ts'

/** A pending transition delivers the signal and records whether it arrived. */
export const signalExternalWorkflowExecution: DecisionHandler<'SignalExternalWorkflowExecution'> = (
  { workflowId, runId, signalName, input, control },
  batch,
) => {
  batch.record('SignalExternalWorkflowExecutionInitiated', { workflowId, runId, signalName, input, control })
  return undefined
}
