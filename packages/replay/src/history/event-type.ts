import type { HistoryEvent } from '@aws-sdk/client-swf'

/** What the cutting of a history into episodes has to know about a type of events. */
export interface EventType {
  /** The event's member with its attributes: `timerFiredEventAttributes`. */
  readonly member: keyof HistoryEvent
  /** Set if the event is delivered to the program (replay-rules.md, "What each event does"). */
  readonly deliver: object | undefined
  /** Set if the completion of a decision task records the event (H2). Then it is checked. */
  readonly record: object | undefined
  readonly task: 'started' | 'completed' | 'timed out' | undefined
  /** A signal or timer, which may be the engine's own (S4, H4), depending on its name. */
  readonly mayBeOwn: boolean
  /** A task whose batch contains it may have decided nothing (H4). */
  readonly mayBeUndecided: boolean
  readonly isMarker: boolean
}

/**
 * Whether an event belongs to the batch of a decision task (H2), the events that its completion recorded. They follow
 * DecisionTaskCompleted without a gap, have its id **and** are of a type that only a completion records (swf-semantics.md §4.1). The
 * id alone isn't enough: SignalExternalWorkflowExecutionFailed and similar events have the id of the task that asked, but come
 * later. So does the failure of a child whose workflow id was in use, which also has the id of its Initiated event.
 */
export function inBatch(event: HistoryEvent, type: EventType, completedId: number): boolean {
  if (type.record === undefined) return false
  const attributes = event[type.member] as BatchAttributes | undefined
  return attributes?.decisionTaskCompletedEventId === completedId && !(attributes.initiatedEventId! > 0)
}

interface BatchAttributes {
  readonly decisionTaskCompletedEventId?: number
  readonly initiatedEventId?: number
}
