import type { HistoryEvent } from '@aws-sdk/client-swf'
import { failureFromWire } from '@reyield/data/internal'
import type { Serializer } from '@reyield/workflow'
import { WorkflowContinuedAsNewError } from '../errors/continued-as-new.ts'
import {
  WorkflowCanceledError,
  WorkflowFailedError,
  WorkflowTerminatedError,
  WorkflowTimedOutError,
  type ExecutionRef,
} from '../errors/outcome.ts'

/**
 * Returns the result in a closing event, or throws the error that it stands for.
 *
 * @throws WorkflowFailedError, WorkflowCanceledError, WorkflowTerminatedError, WorkflowTimedOutError, WorkflowContinuedAsNewError
 */
export function outcomeOf(event: HistoryEvent, execution: ExecutionRef, serializer: Serializer): unknown {
  switch (event.eventType) {
    case 'WorkflowExecutionCompleted':
      return serializer.deserialize(event.workflowExecutionCompletedEventAttributes!.result)
    case 'WorkflowExecutionContinuedAsNew':
      throw new WorkflowContinuedAsNewError(
        execution,
        event.workflowExecutionContinuedAsNewEventAttributes!.newExecutionRunId!,
      )
    case 'WorkflowExecutionFailed': {
      const { reason, details } = event.workflowExecutionFailedEventAttributes!
      const cause = failureFromWire({ reason, details })
      throw new WorkflowFailedError('WORKFLOW_FAILED', 'failed', execution, { reason, details, cause })
    }
    case 'WorkflowExecutionCanceled': {
      const { details } = event.workflowExecutionCanceledEventAttributes!
      throw new WorkflowCanceledError('WORKFLOW_CANCELED', 'was canceled', execution, { details })
    }
    case 'WorkflowExecutionTerminated': {
      const { reason, details, cause } = event.workflowExecutionTerminatedEventAttributes!
      throw new WorkflowTerminatedError(
        'WORKFLOW_TERMINATED',
        `was terminated (${cause ?? 'no cause'})`,
        execution,
        {
          reason,
          details,
        },
      )
    }
    default:
      throw new WorkflowTimedOutError(
        'WORKFLOW_TIMED_OUT',
        'ran into its executionStartToClose timeout',
        execution,
      )
  }
}
