import type { HistoryEvent } from '@aws-sdk/client-swf'

/** A line for an event that shows progress; nothing for the rest. Read from the execution's own history. */
export function progressLine(event: HistoryEvent, history: readonly HistoryEvent[]): string | undefined {
  switch (event.eventType) {
    case 'WorkflowExecutionStarted':
      return 'started'
    case 'ActivityTaskScheduled':
      return `${activity(event)} scheduled`
    case 'ActivityTaskStarted':
      return `${activity(history[event.activityTaskStartedEventAttributes!.scheduledEventId! - 1]!)} started by ${event.activityTaskStartedEventAttributes!.identity}`
    case 'ActivityTaskCompleted':
      return `${activity(history[event.activityTaskCompletedEventAttributes!.scheduledEventId! - 1]!)} completed${bar(event, history)}`
    case 'WorkflowExecutionCompleted':
      return 'completed'
    default:
      return /Failed|TimedOut|Terminated/.test(event.eventType!) ? event.eventType : undefined
  }
}

function activity(scheduled: HistoryEvent): string {
  const { activityType, activityId } = scheduled.activityTaskScheduledEventAttributes!
  return `${activityType!.name} (${activityId})`
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
