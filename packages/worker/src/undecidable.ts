import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { writeContext } from '@reyield/data'
import { engineTimer } from '@reyield/replay'
import { isReyieldError } from '@reyield/workflow'
import { messageOf } from './faults.ts'

/** What to do with a decision task that can't be decided. */
export type Undecidable =
  { readonly do: 'let go' } | { readonly do: 'answer'; readonly decisions: readonly Decision[] }

const firstWait = 60
const longestWait = 3600

/**
 * What to do with a decision task that can't be decided, from its history up to its DecisionTaskStarted.
 *
 * - The first time it's let go: SWF gives it to a decider again, perhaps to one that can.
 * - From the second time on it's answered, so that neither the history fills with timeouts nor the list is blocked: with
 *   one timer `~retry` of 60 s, doubling to 3,600 s with each round; with nothing while one is open.
 * - A task that never times out (startToCloseTimeout NONE) is answered at once.
 * - After a `~retry` that SWF refused it's let go: the refusal brings a task at once, and so would the next.
 */
export function undecidable(events: readonly HistoryEvent[]): Undecidable {
  const facts = factsOf(events)
  if (facts.timeout !== 'NONE' && (facts.refused || !facts.again)) return { do: 'let go' }
  if (facts.retryOpen) return { do: 'answer', decisions: [] }
  const seconds = Math.min(firstWait * 2 ** Math.min(facts.rounds, 10), longestWait)
  return {
    do: 'answer',
    decisions: [
      {
        decisionType: 'StartTimer',
        startTimerDecisionAttributes: { timerId: engineTimer.retry, startToFireTimeout: String(seconds) },
      },
    ],
  }
}

/** What stands in the execution context while a task can't be decided. */
export function errorContext(error: unknown): string {
  return writeContext({ error: { code: codeOf(error), message: messageOf(error).slice(0, 4000) } })
}

/** The code of an error of ours, the name of another. */
export function codeOf(error: unknown): string {
  if (isReyieldError(error)) return error.code
  return error instanceof Error ? error.name : 'UNKNOWN'
}

interface Facts {
  /** startToCloseTimeout of the open decision task. */
  timeout: string | undefined
  /** Somebody has met this before: a task timed out since the last completed one, or was answered with `~retry`. */
  again: boolean
  /** Completed tasks at the end of the history that were answered with `~retry`. */
  rounds: number
  retryOpen: boolean
  /** The last answer was a `~retry` that SWF refused. */
  refused: boolean
}

function factsOf(events: readonly HistoryEvent[]): Facts {
  let timeout: string | undefined
  let timedOut = false
  let rounds = 0
  let retryOpen = false
  let refused = false
  for (const [index, event] of events.entries()) {
    if (event.eventType === 'DecisionTaskScheduled') {
      timeout = event.decisionTaskScheduledEventAttributes?.startToCloseTimeout
    } else if (event.eventType === 'DecisionTaskTimedOut') {
      timedOut ||= event.decisionTaskTimedOutEventAttributes?.startedEventId !== 0
    } else if (event.timerFiredEventAttributes?.timerId === engineTimer.retry) {
      retryOpen = false
    } else if (event.eventType === 'DecisionTaskCompleted') {
      const batch = batchBehind(events, index)
      const asked = batch.find(next => retryOf(next) !== undefined)
      refused = asked?.eventType === 'StartTimerFailed'
      if (asked !== undefined) rounds++
      else if (batch.length > 0 || !retryOpen) rounds = 0
      if (asked !== undefined && !refused) retryOpen = true
      timedOut = false
    }
  }
  return { timeout, again: timedOut || rounds > 0 || retryOpen, rounds, retryOpen, refused }
}

/** What a completed decision task recorded, for the purpose of telling whether it was more than `~retry`. */
function batchBehind(events: readonly HistoryEvent[], completed: number): readonly HistoryEvent[] {
  const id = events[completed]!.eventId
  const rest = events.slice(completed + 1, completed + 3)
  const foreign = rest.findIndex(event => completedIdOf(event) !== id)
  return foreign === -1 ? rest : rest.slice(0, foreign)
}

const completedIdOf = (event: HistoryEvent): unknown =>
  Object.values(event).find(
    (value): value is { decisionTaskCompletedEventId: unknown } =>
      typeof value === 'object' && value !== null && 'decisionTaskCompletedEventId' in value,
  )?.decisionTaskCompletedEventId

const retryOf = (event: HistoryEvent): string | undefined =>
  [event.timerStartedEventAttributes?.timerId, event.startTimerFailedEventAttributes?.timerId].find(
    id => id === engineTimer.retry,
  )
