import type { HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'

/**
 * The batch of a decision task (rule H2): the events that its completion recorded. They follow DecisionTaskCompleted
 * without a gap, carry its id **and** are of a type that a completion writes by itself. The id alone isn't enough:
 * SignalExternalWorkflowExecutionFailed and its like carry the id of the batch that asked, but come later.
 */
export function inBatch(event: HistoryEvent, completedId: number): boolean {
  return (
    batchTypes.has(event.eventType!) &&
    decisionTaskCompletedEventId(event) === completedId &&
    !isLateChildFailure(event)
  )
}

const decisionTaskCompletedEventId = (event: HistoryEvent) =>
  attributesOf(event)?.decisionTaskCompletedEventId

/** A child that couldn't be started because its id was running is told later, with the id of its Initiated event. */
const isLateChildFailure = (event: HistoryEvent) =>
  event.eventType === 'StartChildWorkflowExecutionFailed' &&
  event.startChildWorkflowExecutionFailedEventAttributes?.initiatedEventId !== 0

const batchTypes: ReadonlySet<string> = new Set([
  'ActivityTaskScheduled',
  'LambdaFunctionScheduled',
  'TimerStarted',
  'TimerCanceled',
  'MarkerRecorded',
  'ActivityTaskCancelRequested',
  'StartChildWorkflowExecutionInitiated',
  'SignalExternalWorkflowExecutionInitiated',
  'RequestCancelExternalWorkflowExecutionInitiated',
  'WorkflowExecutionCompleted',
  'WorkflowExecutionFailed',
  'WorkflowExecutionCanceled',
  'WorkflowExecutionContinuedAsNew',
  'CompleteWorkflowExecutionFailed',
  'FailWorkflowExecutionFailed',
  'CancelWorkflowExecutionFailed',
  'ContinueAsNewWorkflowExecutionFailed',
  'ScheduleActivityTaskFailed',
  'ScheduleLambdaFunctionFailed',
  'StartTimerFailed',
  'CancelTimerFailed',
  'RequestCancelActivityTaskFailed',
  'RecordMarkerFailed',
  'StartChildWorkflowExecutionFailed',
])
