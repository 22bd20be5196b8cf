import type { EventType, HistoryEvent } from '@aws-sdk/client-swf'
import type { Rule } from './rule.ts'

/** The attributes of an event type that have strings. Numbers are ids of events. */
type WithStrings<Type extends EventType> = {
  readonly [
    Name in keyof Attributes<Type> as [NonNullable<Attributes<Type>[Name]>] extends [number] ? never : Name
  ]-?: Rule
}

type Attributes<Type extends EventType> = NonNullable<HistoryEvent[`${Uncapitalize<Type>}EventAttributes`]>

const refused = { cause: 'kept' } as const
const activity = { activityType: 'kept', activityId: 'id' } as const
const failure = { reason: 'reason', details: 'payload' } as const
const child = { workflowExecution: 'execution', workflowType: 'kept' } as const
const target = { workflowId: 'text', runId: 'kept', control: 'control' } as const
/** How a run is started. */
const start = {
  childPolicy: 'kept',
  taskList: 'text',
  workflowType: 'kept',
  input: 'payload',
  executionStartToCloseTimeout: 'kept',
  taskStartToCloseTimeout: 'kept',
  taskPriority: 'kept',
  tagList: 'text',
  lambdaRole: 'text',
} as const

/** How each attribute of each of SWF's 54 event types is redacted. Names of types, and of Lambda functions, are code. */
export const attributeRules = {
  WorkflowExecutionStarted: {
    ...start,
    continuedExecutionRunId: 'kept',
    parentWorkflowExecution: 'execution',
  },
  WorkflowExecutionCancelRequested: { externalWorkflowExecution: 'execution', cause: 'kept' },
  WorkflowExecutionCompleted: { result: 'payload' },
  CompleteWorkflowExecutionFailed: refused,
  WorkflowExecutionFailed: failure,
  FailWorkflowExecutionFailed: refused,
  WorkflowExecutionTimedOut: { timeoutType: 'kept', childPolicy: 'kept' },
  WorkflowExecutionCanceled: { details: 'payload' },
  CancelWorkflowExecutionFailed: refused,
  WorkflowExecutionContinuedAsNew: { ...start, newExecutionRunId: 'kept' },
  ContinueAsNewWorkflowExecutionFailed: refused,
  WorkflowExecutionTerminated: { ...failure, childPolicy: 'kept', cause: 'kept' },
  DecisionTaskScheduled: {
    taskList: 'text',
    taskPriority: 'kept',
    startToCloseTimeout: 'kept',
    scheduleToStartTimeout: 'kept',
  },
  DecisionTaskStarted: { identity: 'identity' },
  DecisionTaskCompleted: {
    executionContext: 'payload',
    taskList: 'text',
    taskListScheduleToStartTimeout: 'kept',
  },
  DecisionTaskTimedOut: { timeoutType: 'kept' },
  ActivityTaskScheduled: {
    ...activity,
    taskList: 'text',
    input: 'payload',
    control: 'control',
    scheduleToStartTimeout: 'kept',
    scheduleToCloseTimeout: 'kept',
    startToCloseTimeout: 'kept',
    taskPriority: 'kept',
    heartbeatTimeout: 'kept',
  },
  ScheduleActivityTaskFailed: { ...activity, ...refused },
  ActivityTaskStarted: { identity: 'identity' },
  ActivityTaskCompleted: { result: 'payload' },
  ActivityTaskFailed: failure,
  ActivityTaskTimedOut: { timeoutType: 'kept', details: 'payload' },
  ActivityTaskCanceled: { details: 'payload' },
  ActivityTaskCancelRequested: { activityId: 'id' },
  RequestCancelActivityTaskFailed: { activityId: 'id', ...refused },
  WorkflowExecutionSignaled: {
    signalName: 'signal',
    input: 'payload',
    externalWorkflowExecution: 'execution',
  },
  MarkerRecorded: { markerName: 'marker', details: 'payload' },
  RecordMarkerFailed: { markerName: 'marker', ...refused },
  TimerStarted: { timerId: 'id', startToFireTimeout: 'kept', control: 'control' },
  StartTimerFailed: { timerId: 'id', ...refused },
  TimerFired: { timerId: 'id' },
  TimerCanceled: { timerId: 'id' },
  CancelTimerFailed: { timerId: 'id', ...refused },
  StartChildWorkflowExecutionInitiated: { ...start, workflowId: 'text', control: 'control' },
  StartChildWorkflowExecutionFailed: {
    workflowType: 'kept',
    workflowId: 'text',
    control: 'control',
    ...refused,
  },
  ChildWorkflowExecutionStarted: child,
  ChildWorkflowExecutionCompleted: { ...child, result: 'payload' },
  ChildWorkflowExecutionFailed: { ...child, ...failure },
  ChildWorkflowExecutionTimedOut: { ...child, timeoutType: 'kept' },
  ChildWorkflowExecutionCanceled: { ...child, details: 'payload' },
  ChildWorkflowExecutionTerminated: child,
  SignalExternalWorkflowExecutionInitiated: { ...target, signalName: 'signal', input: 'payload' },
  SignalExternalWorkflowExecutionFailed: { ...target, ...refused },
  ExternalWorkflowExecutionSignaled: { workflowExecution: 'execution' },
  RequestCancelExternalWorkflowExecutionInitiated: target,
  RequestCancelExternalWorkflowExecutionFailed: { ...target, ...refused },
  ExternalWorkflowExecutionCancelRequested: { workflowExecution: 'execution' },
  LambdaFunctionScheduled: {
    id: 'id',
    name: 'kept',
    control: 'control',
    input: 'payload',
    startToCloseTimeout: 'kept',
  },
  LambdaFunctionStarted: {},
  LambdaFunctionCompleted: { result: 'payload' },
  LambdaFunctionFailed: failure,
  LambdaFunctionTimedOut: { timeoutType: 'kept' },
  ScheduleLambdaFunctionFailed: { id: 'id', name: 'kept', ...refused },
  StartLambdaFunctionFailed: { cause: 'kept', message: 'text' },
} satisfies { readonly [Type in EventType]: WithStrings<Type> }
