/** The events of its own history to which an event refers, and which of them it ends. */

interface Reference {
  readonly to: readonly string[]
  /** Whether 0 means none. */
  readonly zero?: boolean
}

const to = (...types: string[]): Reference => ({ to: types })
const toOrNone = (...types: string[]): Reference => ({ to: types, zero: true })

const task = (kind: string) => ({
  scheduledEventId: to(`${kind}Scheduled`),
  startedEventId: to(`${kind}Started`),
})
const taskMaybeStarted = (kind: string) => ({
  scheduledEventId: to(`${kind}Scheduled`),
  startedEventId: toOrNone(`${kind}Started`),
})
const childEnd = {
  initiatedEventId: to('StartChildWorkflowExecutionInitiated'),
  startedEventId: to('ChildWorkflowExecutionStarted'),
}
const signal = { initiatedEventId: to('SignalExternalWorkflowExecutionInitiated') }
const cancel = { initiatedEventId: to('RequestCancelExternalWorkflowExecutionInitiated') }
const timer = { startedEventId: to('TimerStarted') }

export const references: Readonly<Record<string, Readonly<Record<string, Reference>>>> = {
  DecisionTaskStarted: { scheduledEventId: to('DecisionTaskScheduled') },
  DecisionTaskCompleted: task('DecisionTask'),
  DecisionTaskTimedOut: taskMaybeStarted('DecisionTask'),
  ActivityTaskStarted: { scheduledEventId: to('ActivityTaskScheduled') },
  ActivityTaskCompleted: task('ActivityTask'),
  ActivityTaskFailed: task('ActivityTask'),
  ActivityTaskTimedOut: taskMaybeStarted('ActivityTask'),
  ActivityTaskCanceled: {
    ...taskMaybeStarted('ActivityTask'),
    latestCancelRequestedEventId: toOrNone('ActivityTaskCancelRequested'),
  },
  TimerFired: timer,
  TimerCanceled: timer,
  StartChildWorkflowExecutionFailed: { initiatedEventId: toOrNone('StartChildWorkflowExecutionInitiated') },
  ChildWorkflowExecutionStarted: { initiatedEventId: to('StartChildWorkflowExecutionInitiated') },
  ChildWorkflowExecutionCompleted: childEnd,
  ChildWorkflowExecutionFailed: childEnd,
  ChildWorkflowExecutionTimedOut: childEnd,
  ChildWorkflowExecutionCanceled: childEnd,
  ChildWorkflowExecutionTerminated: childEnd,
  ExternalWorkflowExecutionSignaled: signal,
  SignalExternalWorkflowExecutionFailed: signal,
  ExternalWorkflowExecutionCancelRequested: cancel,
  RequestCancelExternalWorkflowExecutionFailed: cancel,
  LambdaFunctionStarted: { scheduledEventId: to('LambdaFunctionScheduled') },
  StartLambdaFunctionFailed: { scheduledEventId: to('LambdaFunctionScheduled') },
  LambdaFunctionCompleted: task('LambdaFunction'),
  LambdaFunctionFailed: task('LambdaFunction'),
  LambdaFunctionTimedOut: task('LambdaFunction'),
}

/** The member that names what an event ends. Only one event may end it. */
export const endings: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(references)
    .filter(
      type =>
        !['DecisionTask', 'ActivityTask', 'LambdaFunction', 'ChildWorkflowExecution']
          .map(kind => `${kind}Started`)
          .includes(type),
    )
    .map(type => [
      type,
      type.startsWith('Timer')
        ? 'startedEventId'
        : 'initiatedEventId' in references[type]!
          ? 'initiatedEventId'
          : 'scheduledEventId',
    ]),
)

/** The member that names what an event begins. Only one event may begin it. */
export const parts: Readonly<Record<string, string>> = {
  DecisionTaskStarted: 'scheduledEventId',
  ActivityTaskStarted: 'scheduledEventId',
  LambdaFunctionStarted: 'scheduledEventId',
  ChildWorkflowExecutionStarted: 'initiatedEventId',
}
