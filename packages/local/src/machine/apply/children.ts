import type { Execution } from '../state/execution.ts'
import type { EventAttributes } from '../../model/event-attributes.ts'
import type { State } from '../state/state.ts'
import type { EventEffects } from './effect.ts'

export const childEvents = {
  StartChildWorkflowExecutionInitiated: (state, execution, initiated, { eventId: initiatedEventId }) => {
    execution.children.set(initiatedEventId, { run: undefined, startedEventId: 0 })
    state.pendingTransitions.add({ kind: 'start-child', execution, initiatedEventId, initiated })
  },

  /** 0 for what was refused in the batch itself. */
  StartChildWorkflowExecutionFailed: (state, execution, { initiatedEventId }) => {
    execution.children.delete(initiatedEventId)
    state.pendingTransitions.done(execution, 'start-child', initiatedEventId)
  },

  /** Says by itself that the child was started: retention may have removed the child and its rows. */
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

/** A child has started, or goes on as new: its parent, if that is open, has a new run of it. */
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
    // It was asked for in the batch that closed the parent.
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

/** An execution has closed for good: its parent, if that is open, is to be told. */
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

/** A parent has closed: its policy is due for the children that run, and nobody is told of them any more. */
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
