import type { Deliver, RecordBatchEvent } from '../engine.ts'
import * as activity from './activity.ts'
import * as child from './child.ts'
import * as execution from './execution.ts'
import * as external from './external.ts'
import * as lambda from './lambda.ts'
import * as marker from './marker.ts'
import * as signal from './signal.ts'
import * as timer from './timer.ts'

/** Event type -> what it tells the program. Types that aren't here tell it nothing. */
export const deliver: Readonly<Record<string, Deliver>> = {
  WorkflowExecutionStarted: execution.workflowExecutionStarted,
  WorkflowExecutionCancelRequested: execution.workflowExecutionCancelRequested,
  WorkflowExecutionSignaled: signal.workflowExecutionSignaled,
  ActivityTaskCompleted: activity.activityTaskCompleted,
  ActivityTaskFailed: activity.activityTaskFailed,
  ActivityTaskTimedOut: activity.activityTaskTimedOut,
  ActivityTaskCanceled: activity.activityTaskCanceled,
  ScheduleActivityTaskFailed: activity.scheduleActivityTaskFailed,
  TimerFired: timer.timerFired,
  StartTimerFailed: timer.startTimerFailed,
  ChildWorkflowExecutionStarted: child.childWorkflowExecutionStarted,
  ChildWorkflowExecutionCompleted: child.childWorkflowExecutionCompleted,
  ChildWorkflowExecutionFailed: child.childWorkflowExecutionFailed,
  ChildWorkflowExecutionCanceled: child.childWorkflowExecutionCanceled,
  ChildWorkflowExecutionTimedOut: child.childWorkflowExecutionTimedOut,
  ChildWorkflowExecutionTerminated: child.childWorkflowExecutionTerminated,
  StartChildWorkflowExecutionFailed: child.startChildWorkflowExecutionFailed,
  ExternalWorkflowExecutionSignaled: external.externalWorkflowExecutionSignaled,
  SignalExternalWorkflowExecutionFailed: external.signalExternalWorkflowExecutionFailed,
  ExternalWorkflowExecutionCancelRequested: external.externalWorkflowExecutionCancelRequested,
  RequestCancelExternalWorkflowExecutionFailed: external.requestCancelExternalWorkflowExecutionFailed,
  LambdaFunctionCompleted: lambda.lambdaFunctionCompleted,
  LambdaFunctionFailed: lambda.lambdaFunctionFailed,
  LambdaFunctionTimedOut: lambda.lambdaFunctionTimedOut,
  StartLambdaFunctionFailed: lambda.startLambdaFunctionFailed,
  ScheduleLambdaFunctionFailed: lambda.scheduleLambdaFunctionFailed,
}

/** Type of a batch event -> the check against what the program wants. Types that aren't here are never wanted. */
export const record: Readonly<Record<string, RecordBatchEvent>> = {
  ActivityTaskScheduled: activity.recordActivityTaskScheduled,
  ScheduleActivityTaskFailed: activity.recordScheduleActivityTaskFailed,
  ActivityTaskCancelRequested: activity.recordActivityTaskCancelRequested,
  RequestCancelActivityTaskFailed: activity.recordRequestCancelActivityTaskFailed,
  TimerStarted: timer.recordTimerStarted,
  StartTimerFailed: timer.recordStartTimerFailed,
  TimerCanceled: timer.recordTimerCanceled,
  CancelTimerFailed: timer.recordCancelTimerFailed,
  StartChildWorkflowExecutionInitiated: child.recordStartChildWorkflowExecutionInitiated,
  StartChildWorkflowExecutionFailed: child.recordStartChildWorkflowExecutionFailed,
  SignalExternalWorkflowExecutionInitiated: external.recordSignalExternalWorkflowExecutionInitiated,
  RequestCancelExternalWorkflowExecutionInitiated:
    external.recordRequestCancelExternalWorkflowExecutionInitiated,
  LambdaFunctionScheduled: lambda.recordLambdaFunctionScheduled,
  ScheduleLambdaFunctionFailed: lambda.recordScheduleLambdaFunctionFailed,
  MarkerRecorded: marker.recordMarkerRecorded,
  RecordMarkerFailed: marker.recordRecordMarkerFailed,
  WorkflowExecutionContinuedAsNew: execution.recordWorkflowExecutionContinuedAsNew,
  ContinueAsNewWorkflowExecutionFailed: execution.recordCloseRefused,
  WorkflowExecutionCompleted: execution.recordWorkflowExecutionCompleted,
  WorkflowExecutionFailed: execution.recordWorkflowExecutionFailed,
  WorkflowExecutionCanceled: execution.recordWorkflowExecutionCanceled,
  CancelWorkflowExecutionFailed: execution.recordCloseRefused,
  CompleteWorkflowExecutionFailed: execution.recordCloseRefused,
  FailWorkflowExecutionFailed: execution.recordCloseRefused,
}
