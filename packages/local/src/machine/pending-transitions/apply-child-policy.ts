import type { Context } from '../context.ts'
import type { Execution } from '../state/execution.ts'
import { workflowExecution } from '../state/execution.ts'
import { continued, triggered } from '../history/history-draft.ts'

interface ChildPolicyDue {
  readonly execution: Execution
  readonly parent: Execution
}

/**
 * What the policy of a closed parent does to an open child. It applies at every kind of close (swf-semantics.md §7.2). A terminated
 * child names its own policy, for its own children.
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
