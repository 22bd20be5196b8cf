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
      return `${activity(history[event.activityTaskCompletedEventAttributes!.scheduledEventId! - 1]!)} completed`
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
