import type { DecisionHandler } from './decision.ts'

export const completeWorkflowExecution: DecisionHandler<'CompleteWorkflowExecution'> = (
  { result },
  batch,
) => {
  if (batch.unhandled) batch.refuse('CompleteWorkflowExecutionFailed', { cause: 'UNHANDLED_DECISION' })
  else batch.close('WorkflowExecutionCompleted', { result })
}
