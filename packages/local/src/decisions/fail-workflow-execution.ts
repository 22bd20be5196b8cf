import type { DecisionHandler } from './decision.ts'

export const failWorkflowExecution: DecisionHandler<'FailWorkflowExecution'> = (
  { reason, details },
  batch,
) => {
  if (batch.unhandled) batch.refuse('FailWorkflowExecutionFailed', { cause: 'UNHANDLED_DECISION' })
  else batch.close('WorkflowExecutionFailed', { reason, details })
}
