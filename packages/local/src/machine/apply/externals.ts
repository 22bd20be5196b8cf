import type { Execution } from '../state/execution.ts'
import type { Incoming, Outgoing } from '../state/pending-transition.ts'
import type { WorkflowExecution } from '../../model/generated/types.ts'
import type { State } from '../state/state.ts'
import type { EventEffects } from './effect.ts'

export const externalEvents = {
  SignalExternalWorkflowExecutionInitiated: (state, execution, initiated, { eventId: initiatedEventId }) => {
    state.pendingTransitions.add({ kind: 'signal-external', execution, initiatedEventId, initiated })
  },
  WorkflowExecutionSignaled: (state, target, attributes) => {
    delivered(state, target, attributes, 'signal-external', 'external-signaled')
  },
  /** Also ends the pending signal: the transaction that delivered it may have been removed from the log. */
  ExternalWorkflowExecutionSignaled: (state, execution, { initiatedEventId }) => {
    state.pendingTransitions.done(execution, 'signal-external', initiatedEventId)
    state.pendingTransitions.done(execution, 'external-signaled', initiatedEventId)
  },
  SignalExternalWorkflowExecutionFailed: (state, execution, { initiatedEventId }) => {
    state.pendingTransitions.done(execution, 'signal-external', initiatedEventId)
  },

  RequestCancelExternalWorkflowExecutionInitiated: (state, execution, initiated, { eventId }) => {
    state.pendingTransitions.add({ kind: 'cancel-external', execution, initiatedEventId: eventId, initiated })
  },
  WorkflowExecutionCancelRequested: (state, target, attributes) => {
    target.cancelRequested = true
    if (attributes.cause === 'CHILD_POLICY_APPLIED') state.pendingTransitions.done(target, 'child-policy')
    delivered(state, target, attributes, 'cancel-external', 'external-cancel-requested')
  },
  ExternalWorkflowExecutionCancelRequested: (state, execution, { initiatedEventId }) => {
    state.pendingTransitions.done(execution, 'cancel-external', initiatedEventId)
    state.pendingTransitions.done(execution, 'external-cancel-requested', initiatedEventId)
  },
  RequestCancelExternalWorkflowExecutionFailed: (state, execution, { initiatedEventId }) => {
    state.pendingTransitions.done(execution, 'cancel-external', initiatedEventId)
  },
} satisfies EventEffects

interface FromOutside {
  readonly externalWorkflowExecution?: WorkflowExecution | undefined
  /** 0 if it came from the API or from a child policy. */
  readonly externalInitiatedEventId?: number | undefined
}

/** Called when a signal or cancel request from another execution has arrived. It's reported to the sender, if that is open. */
function delivered(
  state: State,
  target: Execution,
  { externalWorkflowExecution, externalInitiatedEventId: initiatedEventId = 0 }: FromOutside,
  sent: Outgoing['kind'],
  report: Exclude<Incoming['kind'], 'child-started' | 'child-closed'>,
): void {
  const sender = state.executions.get(externalWorkflowExecution?.runId ?? '')
  if (sender === undefined || initiatedEventId === 0) return
  const asked = state.pendingTransitions.done(sender, sent, initiatedEventId)
  if (!asked || sender.closed !== undefined) return
  state.pendingTransitions.add({ kind: report, execution: sender, initiatedEventId, other: target })
}
