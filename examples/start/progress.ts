import type { HistoryEvent } from '@aws-sdk/client-swf'
import { createEventLog } from '@reyield/inspect'

/** Returns a function that shows the progress of an execution: the line of each event, and none for decision tasks. */
export function createProgress(): (event: HistoryEvent, history: readonly HistoryEvent[]) => string[] {
  const log = createEventLog()
  return (event, history) => {
    const line = log.line(event)
    if (line === undefined || line.type === 'DecisionTaskCompleted') return []
    return [line.text + (line.type === 'ActivityTaskCompleted' ? bar(event, history) : '')]
  }
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
