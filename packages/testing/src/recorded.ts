import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'

/** What two lists of the same decisions lack: each entry is a decision type and its id. */
export interface Differences {
  readonly notRecorded: readonly string[]
  readonly notDecided: readonly string[]
}

/** Id of a DecisionTaskStarted -> what its completion recorded. */
export function batches(events: readonly HistoryEvent[]): Map<number, HistoryEvent[]> {
  const found = new Map<number, HistoryEvent[]>()
  for (const [index, event] of events.entries()) {
    const startedEventId = event.decisionTaskCompletedEventAttributes?.startedEventId
    if (startedEventId === undefined) continue
    const rest = events.slice(index + 1)
    const end = rest.findIndex(
      next => !(next.eventType! in decisionOf) || completedIdOf(next) !== event.eventId,
    )
    found.set(startedEventId, end === -1 ? rest : rest.slice(0, end))
  }
  return found
}

/** Compares decisions with what was recorded, by type and id. */
export function differences(decisions: readonly Decision[], recorded: readonly HistoryEvent[]): Differences {
  const decided = decisions.map(decision => label(decision.decisionType!, attributesOf(decision, 'Decision')))
  const written = recorded.map(event => label(decisionOf[event.eventType!]!, attributesOf(event, 'Event')))
  return { notRecorded: without(decided, written), notDecided: without(written, decided) }
}

/** Type of a batch event -> the decision that it records. */
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

type Attributes = Readonly<Record<string, unknown>>

const attributesOf = (value: object, kind: 'Event' | 'Decision'): Attributes =>
  (Object.entries(value).find(([member]) => member.endsWith(`${kind}Attributes`))?.[1] ?? {}) as Attributes

const completedIdOf = (event: HistoryEvent) => attributesOf(event, 'Event').decisionTaskCompletedEventId

function label(
  type: string,
  { activityId, timerId, markerName, id: functionId, control }: Attributes,
): string {
  const id = activityId ?? timerId ?? markerName ?? functionId ?? control
  return typeof id === 'string' ? `${type} ${id}` : type
}

/** Multiset difference. */
function without(from: readonly string[], taken: readonly string[]): string[] {
  const left = [...taken]
  return from.filter(item => {
    const index = left.indexOf(item)
    if (index >= 0) left.splice(index, 1)
    return index < 0
  })
}
