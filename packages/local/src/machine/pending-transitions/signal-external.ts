import { openExecution } from '../actions/lookup.ts'
import type { Context } from '../context.ts'
import { workflowExecution } from '../state/execution.ts'
import { triggered } from '../history/history-draft.ts'
import { dropped } from './dropped.ts'
import type { Outgoing } from '../state/pending-transition.ts'

/**
 * Delivers a signal to an execution of the domain (also to the sender itself), or records in the sender's history that this
 * failed.
 */
export function signalExternal(transition: Extract<Outgoing, { kind: 'signal-external' }>, context: Context) {
  const { execution: sender, initiatedEventId, initiated } = transition
  const { workflowId, runId, signalName, input, control, decisionTaskCompletedEventId } = initiated
  const { now, withinRate } = context
  const target = openExecution(sender.domain, { workflowId, runId })
  if (target !== undefined && withinRate('SignalExternalWorkflowExecution', sender.domain)) {
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
    cause:
      target === undefined
        ? 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION'
        : 'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
    initiatedEventId,
    decisionTaskCompletedEventId,
    control,
  })
}
