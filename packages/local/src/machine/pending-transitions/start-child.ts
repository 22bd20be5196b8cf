import type { Context } from '../context.ts'
import { workflowExecution } from '../state/execution.ts'
import { triggered } from '../history/history-draft.ts'
import { startDraft } from '../history/execution-start.ts'
import { dropped } from './dropped.ts'
import type { Outgoing } from '../state/pending-transition.ts'

/**
 * Starts a child, even if its parent has closed in the meantime. If the workflow id is in use, records that it couldn't be
 * started.
 */
export function startChild(transition: Extract<Outgoing, { kind: 'start-child' }>, context: Context) {
  const { execution: parent, initiatedEventId, initiated } = transition
  const { control, decisionTaskCompletedEventId, workflowId, ...values } = initiated
  const { now, randomId, failure } = context
  if (failure === undefined && !parent.domain.open.has(workflowId)) {
    const started = {
      ...values,
      parentWorkflowExecution: workflowExecution(parent),
      parentInitiatedEventId: initiatedEventId,
    }
    return startDraft({ domain: parent.domain, workflowId, runId: randomId() }, started, now)
  }
  if (parent.closed !== undefined) return dropped(transition)
  return triggered('child-not-started', parent, now, 'StartChildWorkflowExecutionFailed', {
    workflowType: values.workflowType,
    cause: (failure?.cause ?? 'WORKFLOW_ALREADY_RUNNING') as 'WORKFLOW_ALREADY_RUNNING',
    workflowId,
    initiatedEventId,
    decisionTaskCompletedEventId,
    control,
  })
}
