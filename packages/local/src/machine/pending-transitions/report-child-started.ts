import type { Context } from '../context.ts'
import { workflowExecution } from '../state/execution.ts'
import { triggered } from '../history/history-draft.ts'
import type { Incoming } from '../state/pending-transition.ts'

/** Records in the parent's history that its child has started. */
export const reportChildStarted = (
  { execution: parent, initiatedEventId, other }: Extract<Incoming, { kind: 'child-started' }>,
  { now }: Context,
) =>
  triggered('child-started', parent, now, 'ChildWorkflowExecutionStarted', {
    workflowExecution: workflowExecution(other),
    workflowType: other.workflowType,
    initiatedEventId,
  })
