import type { HistoryEvent } from '@aws-sdk/client-swf'
import { inBatch } from '../history/event-type.ts'
import { typeOf } from '../kinds/events.ts'

/**
 * The batches of a history (rule H2): by the id of each DecisionTaskStarted the events that its completion recorded. A task that timed
 * out or is still open has none.
 *
 * @example
 * ```ts
 * const recorded = batchesOf(events).get(3) // the decisions of the task that event 3 started
 * ```
 */
export function batchesOf(events: readonly HistoryEvent[]): Map<number, HistoryEvent[]> {
  const found = new Map<number, HistoryEvent[]>()
  for (const [index, event] of events.entries()) {
    const startedEventId = event.decisionTaskCompletedEventAttributes?.startedEventId
    if (startedEventId !== undefined)
      found.set(startedEventId, events.slice(index + 1, endOfBatch(events, index)))
  }
  return found
}

/** Where the batch of the DecisionTaskCompleted at an index ends. */
export function endOfBatch(events: readonly HistoryEvent[], index: number): number {
  const completedId = events[index]!.eventId!
  let end = index + 1
  while (end < events.length && inBatch(events[end]!, typeOf(events[end]!.eventType!), completedId)) end++
  return end
}
