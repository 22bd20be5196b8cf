import type { HistoryEvent } from '@aws-sdk/client-swf'

/** Event type -> the decision that it records. */
export const decisionOf: Readonly<Record<string, string>> = {
  ActivityTaskScheduled: 'ScheduleActivityTask',
  ScheduleActivityTaskFailed: 'ScheduleActivityTask',
  ActivityTaskCancelRequested: 'RequestCancelActivityTask',
  RequestCancelActivityTaskFailed: 'RequestCancelActivityTask',
  TimerStarted: 'StartTimer',
  StartTimerFailed: 'StartTimer',
  TimerCanceled: 'CancelTimer',
  CancelTimerFailed: 'CancelTimer',
  MarkerRecorded: 'RecordMarker',
  RecordMarkerFailed: 'RecordMarker',
  StartChildWorkflowExecutionInitiated: 'StartChildWorkflowExecution',
  StartChildWorkflowExecutionFailed: 'StartChildWorkflowExecution',
  SignalExternalWorkflowExecutionInitiated: 'SignalExternalWorkflowExecution',
  RequestCancelExternalWorkflowExecutionInitiated: 'RequestCancelExternalWorkflowExecution',
  LambdaFunctionScheduled: 'ScheduleLambdaFunction',
  ScheduleLambdaFunctionFailed: 'ScheduleLambdaFunction',
  WorkflowExecutionContinuedAsNew: 'ContinueAsNewWorkflowExecution',
  ContinueAsNewWorkflowExecutionFailed: 'ContinueAsNewWorkflowExecution',
  WorkflowExecutionCompleted: 'CompleteWorkflowExecution',
  CompleteWorkflowExecutionFailed: 'CompleteWorkflowExecution',
  WorkflowExecutionFailed: 'FailWorkflowExecution',
  FailWorkflowExecutionFailed: 'FailWorkflowExecution',
  WorkflowExecutionCanceled: 'CancelWorkflowExecution',
  CancelWorkflowExecutionFailed: 'CancelWorkflowExecution',
}

/**
 * The decision that an event of a batch records. A StartChildWorkflowExecutionFailed that names an Initiated event isn't a decision: SWF
 * wrote it later, as it does the failures of signals and cancel requests that couldn't be delivered (rule H2).
 */
export function recordedDecision(event: HistoryEvent): string | undefined {
  const { eventType = '' } = event as { readonly eventType?: string }
  if (!Object.hasOwn(decisionOf, eventType)) return undefined
  return event.startChildWorkflowExecutionFailedEventAttributes?.initiatedEventId
    ? undefined
    : decisionOf[eventType]
}
