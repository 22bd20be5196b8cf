import type { DecisionHandler } from './decision.ts'

/** Refused while there are events that the decider has not seen; open work does not hinder it. */
export const completeWorkflowExecution: DecisionHandler<'CompleteWorkflowExecution'> = (
  { result },
  batch,
) => {
  if (batch.unhandled) batch.refuse('CompleteWorkflowExecutionFailed', { cause: 'UNHANDLED_DECISION' })
  else batch.close('WorkflowExecutionCompleted', { result })
}
