import type { DecisionHandler } from './decision.ts'

/** Refused while there are events that the decider has not seen. */
export const failWorkflowExecution: DecisionHandler<'FailWorkflowExecution'> = (
  { reason, details },
  batch,
) => {
  if (batch.unhandled) batch.refuse('FailWorkflowExecutionFailed', { cause: 'UNHANDLED_DECISION' })
  else batch.close('WorkflowExecutionFailed', { reason, details })
}
