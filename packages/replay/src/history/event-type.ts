import type { HistoryEvent } from '@aws-sdk/client-swf'

/** What cutting a history into episodes has to know of a type of events. */
export interface EventType {
  /** Where the attributes stand: `timerFiredEventAttributes`. */
  readonly member: keyof HistoryEvent
  /** It tells the program something; undefined: nothing, or nothing yet (replay-rules.md, "What each event does"). */
  readonly deliver: object | undefined
  /** Written by the completion of a decision task (H2), and checked. */
  readonly record: object | undefined
  readonly task: 'started' | 'completed' | 'timed out' | undefined
  /** It may be the engine's own (S4, H4): a signal or timer whose name is to be looked at. */
  readonly mayBeOwn: boolean
  /** A batch that contains it may have decided nothing (H4). */
  readonly mayBeUndecided: boolean
  readonly isMarker: boolean
}

/**
 * The batch of a decision task (H2): the events that its completion recorded. They follow DecisionTaskCompleted without a
 * gap, carry its id **and** are of a type that a completion writes by itself (swf-semantics.md §4.1). The id alone isn't enough:
 * SignalExternalWorkflowExecutionFailed and its like carry the id of the batch that asked, but come later; so does the
 * failure of a child whose id was running, which carries the id of its Initiated event.
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
