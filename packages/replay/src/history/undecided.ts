import type { HistoryEvent } from '@aws-sdk/client-swf'
import { isLookedAhead } from '../verdicts/verdict-markers.ts'
import { engineTimer } from '../program/ids.ts'

/**
 * Whether a completed decision task decided nothing (rule H4). Either the execution was held, so the batch is only the engine's
 * `~retry`, or empty while `~retry` is open. Or SWF refused to close the execution, because of events that the decider had not
 * seen. The next task then decides the same events again, and repeats the checks that held the execution.
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

/** The batch of a task that decided nothing contains one of these types. Looking at the type first is cheap. */
export const mayBeUndecided: ReadonlySet<string> = new Set([
  'TimerStarted',
  'StartTimerFailed',
  ...['Complete', 'Fail', 'Cancel', 'ContinueAsNew'].map(kind => `${kind}WorkflowExecutionFailed`),
])

const isLook = (event: HistoryEvent) => isLookedAhead(event.markerRecordedEventAttributes?.markerName)

/** Why SWF refused to close the execution, if an event records that. */
export const closeRefusedFor = (event: HistoryEvent) =>
  (
    event.completeWorkflowExecutionFailedEventAttributes ??
    event.failWorkflowExecutionFailedEventAttributes ??
    event.cancelWorkflowExecutionFailedEventAttributes ??
    event.continueAsNewWorkflowExecutionFailedEventAttributes
  )?.cause
