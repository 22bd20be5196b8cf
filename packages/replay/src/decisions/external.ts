import type { Decision } from '@aws-sdk/client-swf'
import type { ExternalOperation } from '@reyield/workflow'
import { textOf } from '../ledger/inputs.ts'
import type { Entry } from '../ledger/ledger.ts'

/** What goes to another execution; `control` has the id, as such events have none of their own. */
export function signalExternalWorkflowExecution(entry: Entry): Decision {
  const { signalName } = entry.operation as ExternalOperation
  const input = textOf(entry.input!)
  return {
    decisionType: 'SignalExternalWorkflowExecution',
    signalExternalWorkflowExecutionDecisionAttributes: {
      ...target(entry),
      signalName,
      ...(input === undefined ? {} : { input }),
    },
  }
}

export function requestCancelExternalWorkflowExecution(entry: Entry): Decision {
  return {
    decisionType: 'RequestCancelExternalWorkflowExecution',
    requestCancelExternalWorkflowExecutionDecisionAttributes: target(entry),
  }
}

function target(entry: Entry) {
  const { workflowId, runId } = entry.operation as ExternalOperation
  return { workflowId, ...(runId === undefined ? {} : { runId }), control: entry.id }
}
