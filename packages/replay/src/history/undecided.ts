import type { HistoryEvent } from '@aws-sdk/client-swf'
import { isLookedAhead } from '../verdicts/verdict-markers.ts'
import { engineTimer } from '../program/ids.ts'

/**
 * Whether a completed decision task decided nothing (rule H4): it was held, so its batch is the engine's `~retry` alone, or
 * empty while `~retry` is open; or it tried to close the execution, which SWF refused for events that its decider had not
 * seen. What the program saw isn't settled then, and the checks that held it are made again.
 */
export function decidedNothing(batch: readonly HistoryEvent[], retryWasOpen: boolean): boolean {
  const last = batch.at(-1)
  if (last === undefined) return retryWasOpen
  if (batch.length === 1 && (startsRetry(last) || isRefusedRetry(last))) return true
  return closeRefusedFor(last) === 'UNHANDLED_DECISION' && batch.slice(0, -1).every(isLook)
}

/** The engine's own `~retry` was started. */
export const startsRetry = (event: HistoryEvent) =>
  event.eventType === 'TimerStarted' && event.timerStartedEventAttributes?.timerId === engineTimer.retry

const isRefusedRetry = (event: HistoryEvent) =>
  event.eventType === 'StartTimerFailed' &&
  event.startTimerFailedEventAttributes?.timerId === engineTimer.retry

/** Types of events of which a batch that decided nothing has one: asking for the type alone is cheap. */
export const mayBeUndecided: ReadonlySet<string> = new Set([
  'TimerStarted',
  'StartTimerFailed',
  ...['Complete', 'Fail', 'Cancel', 'ContinueAsNew'].map(kind => `${kind}WorkflowExecutionFailed`),
])

const isLook = (event: HistoryEvent) => isLookedAhead(event.markerRecordedEventAttributes?.markerName)

/** Why SWF refused to close the execution, if that is what an event says. */
export const closeRefusedFor = (event: HistoryEvent) =>
  (
    event.completeWorkflowExecutionFailedEventAttributes ??
    event.failWorkflowExecutionFailedEventAttributes ??
    event.cancelWorkflowExecutionFailedEventAttributes ??
    event.continueAsNewWorkflowExecutionFailedEventAttributes
  )?.cause
