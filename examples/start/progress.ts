import type { HistoryEvent } from '@aws-sdk/client-swf'

type Show = (event: HistoryEvent, history: readonly HistoryEvent[]) => string

/** The events that show progress. */
const shown = new Map<string, Show>([
  ['WorkflowExecutionStarted', () => 'started'],
  ['ActivityTaskScheduled', event => `${activity(event)} scheduled`],
  [
    'ActivityTaskStarted',
    (event, history) => {
      const { scheduledEventId, identity } = event.activityTaskStartedEventAttributes!
      return `${activityOf(scheduledEventId, history)} started by ${identity}`
    },
  ],
  [
    'ActivityTaskCompleted',
    (event, history) => {
      const { scheduledEventId } = event.activityTaskCompletedEventAttributes!
      return `${activityOf(scheduledEventId, history)} completed${bar(event, history)}`
    },
  ],
  [
    'ActivityTaskFailed',
    (event, history) => {
      const { scheduledEventId, reason } = event.activityTaskFailedEventAttributes!
      return `${activityOf(scheduledEventId, history)} failed: ${reason}`
    },
  ],
  [
    'ActivityTaskTimedOut',
    (event, history) => {
      const { scheduledEventId, timeoutType } = event.activityTaskTimedOutEventAttributes!
      return `${activityOf(scheduledEventId, history)} timed out: ${timeoutType}`
    },
  ],
  [
    'ActivityTaskCanceled',
    (event, history) =>
      `${activityOf(event.activityTaskCanceledEventAttributes!.scheduledEventId, history)} canceled`,
  ],
  [
    'TimerStarted',
    event => {
      const { timerId, startToFireTimeout } = event.timerStartedEventAttributes!
      return `${timerId!.includes('~') ? 'tries again in' : 'waits for up to'} ${inWords(Number(startToFireTimeout))}`
    },
  ],
  [
    'TimerFired',
    event => (event.timerFiredEventAttributes!.timerId!.includes('~') ? '' : 'has waited long enough'),
  ],
  [
    'WorkflowExecutionSignaled',
    event => `signal '${event.workflowExecutionSignaledEventAttributes!.signalName}' received`,
  ],
  ['WorkflowExecutionCancelRequested', () => 'asked to cancel itself'],
  ['WorkflowExecutionCompleted', () => 'completed'],
  ['WorkflowExecutionFailed', event => `failed: ${event.workflowExecutionFailedEventAttributes!.reason}`],
  ['WorkflowExecutionCanceled', () => 'canceled'],
  ['WorkflowExecutionTerminated', () => 'terminated'],
  ['WorkflowExecutionTimedOut', () => 'timed out'],
  ['DecisionTaskTimedOut', () => 'a decider has not answered in time; another one takes over'],
])

/** The lines for an event that shows progress, read from the execution's own history; none for the rest. */
export function progressLines(event: HistoryEvent, history: readonly HistoryEvent[]): string[] {
  const line = shown.get(event.eventType!)?.(event, history) ?? ''
  return line === '' ? [] : [line]
}

const activityOf = (scheduledEventId: number | undefined, history: readonly HistoryEvent[]) =>
  activity(history[scheduledEventId! - 1]!)

function activity(scheduled: HistoryEvent): string {
  const { activityType, activityId } = scheduled.activityTaskScheduledEventAttributes!
  return `${activityType!.name} (${activityId})`
}

function inWords(seconds: number): string {
  return seconds % 86_400 === 0 ? `${seconds / 86_400} d` : `${seconds} s`
}

/** A bar, where several activities are under way at once: how many of those that were scheduled are completed. */
function bar(event: HistoryEvent, history: readonly HistoryEvent[]): string {
  const before = history.slice(0, event.eventId)
  const count = (type: string) => before.filter(({ eventType }) => eventType === type).length
  const [done, all] = [count('ActivityTaskCompleted'), count('ActivityTaskScheduled')]
  const atOnce = before.some(
    ({ eventType }, index) =>
      eventType === 'ActivityTaskScheduled' && before[index + 1]?.eventType === 'ActivityTaskScheduled',
  )
  return atOnce ? `  ${'■'.repeat(done)}${'□'.repeat(all - done)} ${done}/${all}` : ''
}
