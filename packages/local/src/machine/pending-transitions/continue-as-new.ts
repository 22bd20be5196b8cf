import type { Context } from '../context.ts'
import type { Execution } from '../state/execution.ts'
import type { EventAttributes } from '../../model/event-attributes.ts'
import { startDraft } from '../history/execution-start.ts'

interface ContinueAsNew {
  readonly execution: Execution
  readonly continued: EventAttributes['WorkflowExecutionContinuedAsNew']
}

/** Starts the next run with the values that the close has resolved, and with the same parent. */
export function continueAsNew({ execution, continued }: ContinueAsNew, { now }: Context) {
  const { decisionTaskCompletedEventId: _, newExecutionRunId: runId, ...values } = continued
  const { domain, workflowId, parent, parentInitiatedEventId } = execution
  const started = {
    ...values,
    continuedExecutionRunId: execution.runId,
    parentWorkflowExecution: parent,
    parentInitiatedEventId,
  }
  return startDraft({ domain, workflowId, runId }, started, now)
}
