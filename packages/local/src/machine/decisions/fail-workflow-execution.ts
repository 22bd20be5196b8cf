import type { DecisionHandler } from './decision.ts'

/** Refused if there are events that the decider hasn't seen. */
export const failWorkflowExecution: DecisionHandler<'FailWorkflowExecution'> = ({ reason, details }, batch) =>
  batch.close('WorkflowExecutionFailed', { reason, details })
