import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Deliver, RecordBatchEvent } from '../engine.ts'
import { deliver, record } from './table.ts'
import { mayBeUndecided } from '../history/undecided.ts'

/** What the engine knows of a type of events; looked up once an event. */
export interface EventKind {
  /** Where the attributes stand: `timerFiredEventAttributes`. */
  readonly member: keyof HistoryEvent
  /** What it tells the program; undefined: nothing, or nothing yet (replay-rules.md, "What each event does"). */
  readonly deliver: Deliver | undefined
  /** Written by the completion of a decision task (H2), and how it is checked. */
  readonly record: RecordBatchEvent | undefined
  readonly task: 'started' | 'completed' | 'timed out' | undefined
  /** It may be the engine's own (S4, H4): a signal or timer whose name is to be looked at. */
  readonly mayBeOwn: boolean
  /** A batch that contains it may have decided nothing (H4). */
  readonly mayBeUndecided: boolean
  readonly isMarker: boolean
}

const tasks: Readonly<Record<string, EventKind['task']>> = {
  DecisionTaskStarted: 'started',
  DecisionTaskCompleted: 'completed',
  DecisionTaskTimedOut: 'timed out',
}

const mayBeOwn = new Set(['WorkflowExecutionSignaled', 'TimerFired'])

const kinds = new Map<string, EventKind>()

/** The kind of an event; a type that SWF may add tells nothing. */
export function kindOf(type: string): EventKind {
  let kind = kinds.get(type)
  if (kind === undefined) {
    kind = {
      member: `${type[0]!.toLowerCase()}${type.slice(1)}EventAttributes` as keyof HistoryEvent,
      deliver: deliver[type],
      record: record[type],
      task: tasks[type],
      mayBeOwn: mayBeOwn.has(type),
      mayBeUndecided: mayBeUndecided.has(type),
      isMarker: type === 'MarkerRecorded',
    }
    kinds.set(type, kind)
  }
  return kind
}

/**
 * The batch of a decision task (H2): the events that its completion recorded. They follow DecisionTaskCompleted without a
 * gap, carry its id **and** are of a type that a completion writes by itself (swf-semantics.md §4.1). The id alone isn't enough:
 * SignalExternalWorkflowExecutionFailed and its like carry the id of the batch that asked, but come later; so does the
 * failure of a child whose id was running, which carries the id of its Initiated event.
 */
export function inBatch(event: HistoryEvent, kind: EventKind, completedId: number): boolean {
  if (kind.record === undefined) return false
  const attributes = event[kind.member] as BatchAttributes | undefined
  return attributes?.decisionTaskCompletedEventId === completedId && !(attributes.initiatedEventId! > 0)
}

interface BatchAttributes {
  readonly decisionTaskCompletedEventId?: number
  readonly initiatedEventId?: number
}
