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
      return `${timerId!.includes('~') ? 'retries in' : 'waits for up to'} ${inWords(Number(startToFireTimeout))}`
    },
  ],
  ['TimerFired', event => (event.timerFiredEventAttributes!.timerId!.includes('~') ? '' : 'timer fired')],
  [
    'WorkflowExecutionSignaled',
    event => `signal '${event.workflowExecutionSignaledEventAttributes!.signalName}' received`,
  ],
  ['WorkflowExecutionCancelRequested', () => 'cancel requested'],
  ['WorkflowExecutionCompleted', () => 'completed'],
  ['WorkflowExecutionFailed', event => `failed: ${event.workflowExecutionFailedEventAttributes!.reason}`],
  ['WorkflowExecutionCanceled', () => 'canceled'],
  ['WorkflowExecutionTerminated', () => 'terminated'],
  ['WorkflowExecutionTimedOut', () => 'timed out'],
  ['DecisionTaskTimedOut', () => 'decision task timed out; another decider takes over'],
])

/** The lines that show the progress of an event. None for other events. */
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

/** A progress bar of completed and scheduled activities, if several were scheduled at once. */
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
