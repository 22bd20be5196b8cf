/** Why SWF refuses decisions: at once, in the batch of the decision task, or later in an event of its own. */

/**
 * Causes of the …Failed events in the batch of a decision task, by decision type (Amazon SWF API reference,
 * …FailedEventAttributes). Signals and cancel requests to other executions are never refused there.
 */
export const refusalCauses = {
  ScheduleActivityTask: [
    'ACTIVITY_TYPE_DEPRECATED',
    'ACTIVITY_TYPE_DOES_NOT_EXIST',
    'ACTIVITY_ID_ALREADY_IN_USE',
    'OPEN_ACTIVITIES_LIMIT_EXCEEDED',
    'ACTIVITY_CREATION_RATE_EXCEEDED',
    'DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED',
    'DEFAULT_TASK_LIST_UNDEFINED',
    'DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED',
    'DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED',
    'DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED',
    'OPERATION_NOT_PERMITTED',
  ],
  RequestCancelActivityTask: ['ACTIVITY_ID_UNKNOWN', 'OPERATION_NOT_PERMITTED'],
  StartTimer: [
    'TIMER_ID_ALREADY_IN_USE',
    'OPEN_TIMERS_LIMIT_EXCEEDED',
    'TIMER_CREATION_RATE_EXCEEDED',
    'OPERATION_NOT_PERMITTED',
  ],
  CancelTimer: ['TIMER_ID_UNKNOWN', 'OPERATION_NOT_PERMITTED'],
  RecordMarker: ['OPERATION_NOT_PERMITTED'],
  StartChildWorkflowExecution: [
    'WORKFLOW_TYPE_DOES_NOT_EXIST',
    'WORKFLOW_TYPE_DEPRECATED',
    'OPEN_CHILDREN_LIMIT_EXCEEDED',
    'OPEN_WORKFLOWS_LIMIT_EXCEEDED',
    'CHILD_CREATION_RATE_EXCEEDED',
    'DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED',
    'DEFAULT_TASK_LIST_UNDEFINED',
    'DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED',
    'DEFAULT_CHILD_POLICY_UNDEFINED',
    'OPERATION_NOT_PERMITTED',
  ],
  SignalExternalWorkflowExecution: [],
  RequestCancelExternalWorkflowExecution: [],
  ScheduleLambdaFunction: [
    'ID_ALREADY_IN_USE',
    'OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED',
    'LAMBDA_FUNCTION_CREATION_RATE_EXCEEDED',
    'LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION',
  ],
  CompleteWorkflowExecution: ['UNHANDLED_DECISION', 'OPERATION_NOT_PERMITTED'],
  FailWorkflowExecution: ['UNHANDLED_DECISION', 'OPERATION_NOT_PERMITTED'],
  CancelWorkflowExecution: ['UNHANDLED_DECISION', 'OPERATION_NOT_PERMITTED'],
  ContinueAsNewWorkflowExecution: [
    'UNHANDLED_DECISION',
    'WORKFLOW_TYPE_DEPRECATED',
    'WORKFLOW_TYPE_DOES_NOT_EXIST',
    'DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED',
    'DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED',
    'DEFAULT_TASK_LIST_UNDEFINED',
    'DEFAULT_CHILD_POLICY_UNDEFINED',
    'CONTINUE_AS_NEW_WORKFLOW_EXECUTION_RATE_EXCEEDED',
    'OPERATION_NOT_PERMITTED',
  ],
} as const

/** A type of decision, in SWF's words. */
export type DecisionType = keyof typeof refusalCauses

/** Why SWF refuses a decision of a type. */
export type RefusalCause<Type extends DecisionType = DecisionType> = (typeof refusalCauses)[Type][number]

/** Causes of failures that are recorded in a transaction of their own, after the event that opened the operation. */
export const lateCauses = {
  child: ['WORKFLOW_ALREADY_RUNNING'],
  signal: [
    'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION',
    'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
    'OPERATION_NOT_PERMITTED',
  ],
  cancel: [
    'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION',
    'REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
    'OPERATION_NOT_PERMITTED',
  ],
  lambda: ['ASSUME_ROLE_FAILED'],
} as const

/** Why a child isn't started, a signal or cancel request isn't delivered, or a Lambda function isn't called. */
export type LateCause<Kind extends keyof typeof lateCauses> = (typeof lateCauses)[Kind][number]

/** How a test records a failure of the second kind. Messages suggest it. */
export const lateSteps: Partial<Record<DecisionType, string>> = {
  StartChildWorkflowExecution: "if an execution with its id is open, use child('…').notStarted()",
  SignalExternalWorkflowExecution: "if the signal isn't delivered, use signalOut().failed(cause)",
  RequestCancelExternalWorkflowExecution:
    "if the cancel request isn't delivered, use cancelOut().failed(cause)",
  ScheduleLambdaFunction: "if SWF can't call the function, use lambda().notStarted()",
}

/** Causes that follow from the open operations. SWF uses them only then. */
export const causesOfState: Readonly<Record<string, string>> = {
  ACTIVITY_ID_ALREADY_IN_USE: 'no open activity has its id',
  ACTIVITY_ID_UNKNOWN: 'the activity is open',
  TIMER_ID_ALREADY_IN_USE: 'no open timer has its id',
  TIMER_ID_UNKNOWN: 'the timer is open',
  ID_ALREADY_IN_USE: 'no open Lambda function has its id',
  UNHANDLED_DECISION:
    'no other decision task is queued; add an event between decisionStarted() and the decision',
}
