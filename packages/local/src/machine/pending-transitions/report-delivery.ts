import type { Context } from '../context.ts'
import { workflowExecution } from '../state/execution.ts'
import { triggered } from '../history/history-draft.ts'
import type { Incoming } from '../state/pending-transition.ts'

/** Records in the sender's history that its signal has arrived. The event names the run that received it. */
export const reportSignaled = (
  { execution, initiatedEventId, other }: Extract<Incoming, { kind: 'external-signaled' }>,
  { now }: Context,
) =>
  triggered('external-signaled', execution, now, 'ExternalWorkflowExecutionSignaled', {
    workflowExecution: workflowExecution(other),
    initiatedEventId,
  })

/** Records in the sender's history that its cancel request has arrived. */
export const reportCancelRequested = (
  { execution, initiatedEventId, other }: Extract<Incoming, { kind: 'external-cancel-requested' }>,
  { now }: Context,
) =>
  triggered('external-cancel-requested', execution, now, 'ExternalWorkflowExecutionCancelRequested', {
    workflowExecution: workflowExecution(other),
    initiatedEventId,
  })
