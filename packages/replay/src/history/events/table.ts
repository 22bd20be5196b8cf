import type { Deliver, RecordBatchEvent } from '../../engine.ts'
import * as activity from './activity.ts'
import * as execution from './execution.ts'
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
  WorkflowExecutionCompleted: execution.recordWorkflowExecutionCompleted,
  WorkflowExecutionFailed: execution.recordWorkflowExecutionFailed,
  WorkflowExecutionCanceled: execution.recordWorkflowExecutionCanceled,
  CancelWorkflowExecutionFailed: execution.recordCloseRefused,
  CompleteWorkflowExecutionFailed: execution.recordCloseRefused,
  FailWorkflowExecutionFailed: execution.recordCloseRefused,
}
