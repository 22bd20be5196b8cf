import { openExecution } from '../actions/lookup.ts'
import type { SignalExternalWorkflowExecutionFailedCause } from '../../model/generated/types.ts'
import type { Context } from '../context.ts'
import { workflowExecution } from '../state/execution.ts'
import { triggered } from '../history/history-draft.ts'
import { dropped } from './dropped.ts'
import { whyUndelivered } from './why-undelivered.ts'
import type { Outgoing } from '../state/pending-transition.ts'

/**
 * Delivers a signal to an execution of the domain (also to the sender itself), or records in the sender's history that this
 * failed.
 */
export function signalExternal(transition: Extract<Outgoing, { kind: 'signal-external' }>, context: Context) {
  const { execution: sender, initiatedEventId, initiated } = transition
  const { workflowId, runId, signalName, input, control, decisionTaskCompletedEventId } = initiated
  const { now } = context
  const target = openExecution(sender.domain, { workflowId, runId })
  const cause = whyUndelivered(transition, target, context)
  if (target !== undefined && cause === undefined) {
    return triggered('execution-signaled', target, now, 'WorkflowExecutionSignaled', {
      signalName,
      input,
      externalWorkflowExecution: workflowExecution(sender),
      externalInitiatedEventId: initiatedEventId,
    })
  }
  if (sender.closed !== undefined) return dropped(transition)
  return triggered('signal-not-delivered', sender, now, 'SignalExternalWorkflowExecutionFailed', {
    workflowId,
    runId,
    cause: cause as SignalExternalWorkflowExecutionFailedCause,
    initiatedEventId,
    decisionTaskCompletedEventId,
    control,
  })
}
