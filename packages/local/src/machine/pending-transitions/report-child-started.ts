import type { Context } from '../context.ts'
import { workflowExecution } from '../state/execution.ts'
import { triggered } from '../history/history-draft.ts'
import type { Incoming } from '../state/pending-transition.ts'

/** The parent learns that its child runs. */
export const reportChildStarted = (
  { execution: parent, initiatedEventId, other }: Extract<Incoming, { kind: 'child-started' }>,
  { now }: Context,
) =>
  triggered('child-started', parent, now, 'ChildWorkflowExecutionStarted', {
    workflowExecution: workflowExecution(other),
    workflowType: other.workflowType,
    initiatedEventId,
  })
