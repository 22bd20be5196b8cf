import type { HistoryEvent } from '@aws-sdk/client-swf'
import { endOfBatch } from './batches.ts'

/**
 * How many events of a history are known to the decider at the event `at`: those up to it, and, from the start of a decision task
 * that was completed, those up to the last event that its completion recorded.
 */
export function endOfMoment(events: readonly HistoryEvent[], at: number): number {
  const next = events.findIndex(({ eventId }) => eventId! > at)
  const after = next < 0 ? events.length : next
  const completed = completedAt(events, after)
  return completed === undefined ? after : Math.max(after, endOfBatch(events, completed))
}

/**
 * The index of the DecisionTaskCompleted that belongs to the last decision task among the first events. Undefined if that task
 * timed out or is still open.
 */
function completedAt(events: readonly HistoryEvent[], first: number): number | undefined {
  for (let index = first - 1; index >= 0; index--) {
    const { eventId, eventType, decisionTaskTimedOutEventAttributes: timedOut } = events[index]!
    if (eventType === 'DecisionTaskCompleted') return index
    if (timedOut !== undefined && timedOut.startedEventId !== 0) return undefined
    if (eventType !== 'DecisionTaskStarted') continue
    const completed = events.findIndex(
      ({ decisionTaskCompletedEventAttributes: of }) => of?.startedEventId === eventId,
    )
    return completed < 0 ? undefined : completed
  }
  return undefined
}
