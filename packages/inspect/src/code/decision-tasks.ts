import type { HistoryEvent } from '@aws-sdk/client-swf'
import { batchesOf } from '@reyield/replay/where'

/** A decision task of a history. */
interface DecisionTask {
  /** Id of its DecisionTaskStarted. */
  readonly startedEventId: number
  /** How many events its decider had. */
  readonly known: number
  /** The events that its completion recorded; undefined if it timed out or is still open. */
  readonly recorded: readonly HistoryEvent[] | undefined
}

/** The decision tasks of a history that a decider started, in order. */
export function decisionTasksOf(events: readonly HistoryEvent[]): DecisionTask[] {
  const batches = batchesOf(events)
  return events.flatMap(({ eventType, eventId }, index) =>
    eventType === 'DecisionTaskStarted'
      ? [{ startedEventId: eventId!, known: index + 1, recorded: batches.get(eventId!) }]
      : [],
  )
}
