import { openExecution } from '../actions/lookup.ts'
import type { RequestCancelExternalWorkflowExecutionFailedCause } from '../../model/generated/types.ts'
import type { Context } from '../context.ts'
import { workflowExecution } from '../state/execution.ts'
import { triggered } from '../history/history-draft.ts'
import { dropped } from './dropped.ts'
import { whyUndelivered } from './why-undelivered.ts'
import type { Outgoing } from '../state/pending-transition.ts'

/** Delivers a cancel request to another execution of the domain, or records in the sender's history that this failed. */
export function cancelExternal(transition: Extract<Outgoing, { kind: 'cancel-external' }>, context: Context) {
  const { execution: sender, initiatedEventId, initiated } = transition
  const { workflowId, runId, control, decisionTaskCompletedEventId } = initiated
  const { now } = context
  const target = openExecution(sender.domain, { workflowId, runId })
  const cause = whyUndelivered(transition, target, context)
  if (target !== undefined && cause === undefined) {
    return triggered('cancel-requested', target, now, 'WorkflowExecutionCancelRequested', {
      externalWorkflowExecution: workflowExecution(sender),
      externalInitiatedEventId: initiatedEventId,
    })
  }
  if (sender.closed !== undefined) return dropped(transition)
  return triggered('cancel-not-requested', sender, now, 'RequestCancelExternalWorkflowExecutionFailed', {
    workflowId,
    runId,
    cause: cause as RequestCancelExternalWorkflowExecutionFailedCause,
    initiatedEventId,
    decisionTaskCompletedEventId,
    control,
  })
}
