import type { Execution } from '../state/execution.ts'
import type { EventAttributes } from '../../model/event-attributes.ts'
import type { State } from '../state/state.ts'
import type { EventEffects } from './effect.ts'

export const childEvents = {
  StartChildWorkflowExecutionInitiated: (state, execution, initiated, { eventId: initiatedEventId }) => {
    execution.children.set(initiatedEventId, { run: undefined, startedEventId: 0 })
    state.pendingTransitions.add({ kind: 'start-child', execution, initiatedEventId, initiated })
  },

  /** `initiatedEventId` is 0 if the decision was refused at once. */
  StartChildWorkflowExecutionFailed: (state, execution, { initiatedEventId }) => {
    execution.children.delete(initiatedEventId)
    state.pendingTransitions.done(execution, 'start-child', initiatedEventId)
  },

  /** Also ends the pending start: the transaction that started the child may have been removed from the log. */
  ChildWorkflowExecutionStarted: (state, execution, { initiatedEventId, workflowExecution }, { eventId }) => {
    const child = execution.children.get(initiatedEventId)!
    child.startedEventId = eventId
    child.run ??= state.executions.get(workflowExecution.runId)
    state.pendingTransitions.done(execution, 'start-child', initiatedEventId)
    state.pendingTransitions.done(execution, 'child-started', initiatedEventId)
  },

  ChildWorkflowExecutionCompleted: ends,
  ChildWorkflowExecutionFailed: ends,
  ChildWorkflowExecutionTimedOut: ends,
  ChildWorkflowExecutionCanceled: ends,
  ChildWorkflowExecutionTerminated: ends,
} satisfies EventEffects

function ends(
  state: State,
  execution: Execution,
  { initiatedEventId }: { readonly initiatedEventId: number },
): void {
  execution.children.delete(initiatedEventId)
  state.pendingTransitions.done(execution, 'child-closed', initiatedEventId)
}

/** Called when a child starts or continues as new. Links the new run to its parent, if that is open. */
export function linkToParent(
  state: State,
  execution: Execution,
  { parentWorkflowExecution, continuedExecutionRunId }: EventAttributes['WorkflowExecutionStarted'],
): void {
  const parent = state.executions.get(parentWorkflowExecution?.runId ?? '')
  if (parent === undefined) return
  const { parentInitiatedEventId: initiatedEventId } = execution
  const first = continuedExecutionRunId === undefined
  const asked = first && state.pendingTransitions.done(parent, 'start-child', initiatedEventId)
  if (parent.closed !== undefined) {
    // the batch that closed the parent also started this child
    if (first) policyDue(state, parent, execution)
    return
  }
  const child = parent.children.get(initiatedEventId)
  if (child === undefined) return
  child.run = execution
  if (asked)
    state.pendingTransitions.add({
      kind: 'child-started',
      execution: parent,
      initiatedEventId,
      other: execution,
    })
}

/** Called when an execution closes without continuing as new. The close is reported to its parent, if that is open. */
export function reportToParent(state: State, execution: Execution): void {
  const parent = state.executions.get(execution.parent?.runId ?? '')
  const { parentInitiatedEventId: initiatedEventId } = execution
  if (parent?.children.get(initiatedEventId)?.run !== execution) return
  state.pendingTransitions.add({
    kind: 'child-closed',
    execution: parent,
    initiatedEventId,
    other: execution,
  })
}

/** Called when a parent closes. Its child policy is applied to its open children, which no longer report to it. */
export function leaveChildren(state: State, parent: Execution): void {
  for (const { run } of parent.children.values()) {
    if (run !== undefined && run.closed === undefined) policyDue(state, parent, run)
  }
  parent.children.clear()
}

function policyDue(state: State, parent: Execution, child: Execution): void {
  if (parent.closed!.childPolicy === 'ABANDON') return
  state.pendingTransitions.add({ kind: 'child-policy', execution: child, parent })
}
