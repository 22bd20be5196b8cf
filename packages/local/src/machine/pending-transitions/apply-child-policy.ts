import type { Context } from '../context.ts'
import type { Execution } from '../state/execution.ts'
import { workflowExecution } from '../state/execution.ts'
import { continued, triggered } from '../history/history-draft.ts'

interface ChildPolicyDue {
  readonly execution: Execution
  readonly parent: Execution
}

/**
 * Applies the child policy of a closed parent to an open child. It applies however the parent closed (swf-semantics.md §7.2). The
 * event of a terminated child contains the child's own policy, which applies to its children in turn.
 */
export function applyChildPolicy({ execution: child, parent }: ChildPolicyDue, { now }: Context) {
  if (parent.closed!.childPolicy === 'REQUEST_CANCEL') {
    return triggered('cancel-requested', child, now, 'WorkflowExecutionCancelRequested', {
      externalWorkflowExecution: workflowExecution(parent),
      externalInitiatedEventId: 0,
      cause: 'CHILD_POLICY_APPLIED',
    })
  }
  const draft = continued(child, now)
  draft.write('WorkflowExecutionTerminated', {
    childPolicy: child.configuration.childPolicy,
    cause: 'CHILD_POLICY_APPLIED',
  })
  return draft.draft('execution-terminated')
}
