import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { engineTimer } from '@reyield/replay/internal'
import { batchesOf } from '@reyield/replay/where'
import { mostEvents } from './event-limit.ts'

/** What to do with a decision task that can't be decided. */
export type Undecidable =
  | { readonly do: 'let time out' }
  | { readonly do: 'answer'; readonly decisions: readonly Decision[] }

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** An execution with fewer events left is retried only once a day. */
const eventsToSave = 5000

/**
 * Returns what to do with a decision task that can't be decided, given its history up to its DecisionTaskStarted (rule E3).
 *
 * - The first time the worker lets it time out. SWF then schedules another task, which another worker may be able to decide. The only
 *   worker (`isOnlyWorker`) completes it at once.
 * - After that the worker completes it, so that neither the history fills with timeouts nor the task list is blocked: with
 *   one timer `~retry`, or with no decision while one is open.
 * - The timer takes 10 minutes during the first day, then an hour, and a day once fewer than 5,000 of 25,000 events are left.
 *   A round costs 5 events, so an execution can be retried for more than a year.
 * - A task that never times out (startToCloseTimeout NONE) is completed at once.
 * - After SWF has refused `~retry`, the worker lets the task time out: the refusal causes a task at once, and so would the next one.
 */
export function undecidable(
  events: readonly HistoryEvent[],
  { isOnlyWorker = false }: { readonly isOnlyWorker?: boolean } = {},
): Undecidable {
  const facts = factsOf(events)
  if (facts.timeout !== 'NONE' && (facts.refused || !(facts.again || isOnlyWorker)))
    return { do: 'let time out' }
  if (facts.retryOpen) return { do: 'answer', decisions: [] }
  return {
    do: 'answer',
    decisions: [
      {
        decisionType: 'StartTimer',
        startTimerDecisionAttributes: {
          timerId: engineTimer.retry,
          startToFireTimeout: String(waitOf(facts, events.at(-1))),
        },
      },
    ],
  }
}

/** Seconds until the next try. */
function waitOf({ since }: Facts, last: HistoryEvent | undefined): number {
  if (mostEvents - (last?.eventId ?? 0) < eventsToSave) return day
  const held = since === undefined ? 0 : (Number(last?.eventTimestamp) - Number(since)) / 1000
  return held < day ? 10 * minute : hour
}

interface Facts {
  /** startToCloseTimeout of the open decision task. */
  timeout: string | undefined
  /** It has happened before: a task has timed out since the last completed one, or was completed with `~retry`. */
  again: boolean
  /** When the first of the consecutive tasks that couldn't be decided ended. */
  since: Date | undefined
  retryOpen: boolean
  /** SWF refused the `~retry` of the last completed task. */
  refused: boolean
}

function factsOf(events: readonly HistoryEvent[]): Facts {
  let timeout: string | undefined
  let since: Date | undefined
  let retryOpen = false
  let refused = false
  const batches = batchesOf(events)
  for (const event of events) {
    if (event.eventType === 'DecisionTaskScheduled') {
      timeout = event.decisionTaskScheduledEventAttributes?.startToCloseTimeout
    } else if (event.eventType === 'DecisionTaskTimedOut') {
      if (event.decisionTaskTimedOutEventAttributes?.startedEventId !== 0) since ??= event.eventTimestamp
    } else if (event.timerFiredEventAttributes?.timerId === engineTimer.retry) {
      retryOpen = false
    } else if (event.eventType === 'DecisionTaskCompleted') {
      const batch = batches.get(event.decisionTaskCompletedEventAttributes!.startedEventId!)!
      const asked = batch.find(next => retryOf(next) !== undefined)
      refused = asked?.eventType === 'StartTimerFailed'
      if (asked !== undefined) since ??= event.eventTimestamp
      else if (batch.length > 0 || !retryOpen) since = undefined
      if (asked !== undefined && !refused) retryOpen = true
    }
  }
  return { timeout, again: since !== undefined || retryOpen, since, retryOpen, refused }
}

const retryOf = (event: HistoryEvent): string | undefined =>
  [event.timerStartedEventAttributes?.timerId, event.startTimerFailedEventAttributes?.timerId].find(
    id => id === engineTimer.retry,
  )
