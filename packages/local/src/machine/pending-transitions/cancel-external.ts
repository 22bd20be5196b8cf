import { openExecution } from '../actions/lookup.ts'
import type { Context } from '../context.ts'
import { workflowExecution } from '../state/execution.ts'
import { triggered } from '../history/history-draft.ts'
import { dropped } from './dropped.ts'
import type { Outgoing } from '../state/pending-transition.ts'

/** Delivers a cancel request to another execution of the domain, or records in the sender's history that this failed. */
export function cancelExternal(transition: Extract<Outgoing, { kind: 'cancel-external' }>, context: Context) {
  const { execution: sender, initiatedEventId, initiated } = transition
  const { workflowId, runId, control, decisionTaskCompletedEventId } = initiated
  const { now, withinRate } = context
  const target = openExecution(sender.domain, { workflowId, runId })
  if (target !== undefined && withinRate('RequestCancelExternalWorkflowExecution', sender.domain)) {
    return triggered('cancel-requested', target, now, 'WorkflowExecutionCancelRequested', {
      externalWorkflowExecution: workflowExecution(sender),
      externalInitiatedEventId: initiatedEventId,
    })
  }
  if (sender.closed !== undefined) return dropped(transition)
  return triggered('cancel-not-requested', sender, now, 'RequestCancelExternalWorkflowExecutionFailed', {
    workflowId,
    runId,
    cause:
      target === undefined
        ? 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION'
        : 'REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
    initiatedEventId,
    decisionTaskCompletedEventId,
    control,
  })
}
