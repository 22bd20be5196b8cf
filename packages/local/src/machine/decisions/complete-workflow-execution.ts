import type { DecisionHandler } from './decision.ts'

/** Refused if there are events that the decider hasn't seen. Open activities, timers and children don't prevent it. */
export const completeWorkflowExecution: DecisionHandler<'CompleteWorkflowExecution'> = ({ result }, batch) =>
  batch.close('WorkflowExecutionCompleted', { result })
