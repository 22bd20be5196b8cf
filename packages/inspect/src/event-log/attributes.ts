type Texts =
  | 'activityId'
  | 'cause'
  | 'childPolicy'
  | 'continuedExecutionRunId'
  | 'details'
  | 'executionContext'
  | 'id'
  | 'identity'
  | 'input'
  | 'markerName'
  | 'name'
  | 'newExecutionRunId'
  | 'reason'
  | 'result'
  | 'signalName'
  | 'startToFireTimeout'
  | 'timeoutType'
  | 'timerId'
  | 'workflowId'

interface Type {
  readonly name: string
  readonly version: string
}

interface Execution {
  readonly workflowId: string
  readonly runId: string
}

/** The attributes of events that lines show. */
export type Attributes = { readonly [Member in Texts]?: string } & {
  readonly activityType?: Type
  readonly workflowType?: Type
  readonly taskList?: { readonly name: string }
  readonly workflowExecution?: Execution
  readonly externalWorkflowExecution?: Execution
  readonly parentWorkflowExecution?: Execution
  readonly scheduledEventId?: number
  readonly startedEventId?: number
  readonly initiatedEventId?: number
}
