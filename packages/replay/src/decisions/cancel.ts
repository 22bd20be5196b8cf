import type { Decision } from '@aws-sdk/client-swf'
import type { Entry } from '../ledger/ledger.ts'

/** The cancel of an operation that nobody waits for any more, or only for its end (L5). */
export function cancel(entry: Entry): Decision {
  if (entry.kind === 'timer') {
    return { decisionType: 'CancelTimer', cancelTimerDecisionAttributes: { timerId: entry.id } }
  }
  if (entry.kind === 'activity') {
    return {
      decisionType: 'RequestCancelActivityTask',
      requestCancelActivityTaskDecisionAttributes: { activityId: entry.id },
    }
  }
  const { workflowId, runId } = entry.child!
  return {
    decisionType: 'RequestCancelExternalWorkflowExecution',
    requestCancelExternalWorkflowExecutionDecisionAttributes: { workflowId, runId, control: entry.id },
  }
}
