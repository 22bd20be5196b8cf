import type { Context } from '../actions/action.ts'
import { workflowExecution } from '../execution.ts'
import { triggered } from '../history-draft.ts'
import type { Incoming } from './follow-up.ts'

/** The parent learns that its child runs. */
export const tellChildStarted = (
  { execution: parent, initiatedEventId, other }: Extract<Incoming, { kind: 'child-started' }>,
  { now }: Context,
) =>
  triggered('child-started', parent, now, 'ChildWorkflowExecutionStarted', {
    workflowExecution: workflowExecution(other),
    workflowType: other.workflowType,
    initiatedEventId,
  })
