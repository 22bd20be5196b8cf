import type { HistoryEvent } from '@aws-sdk/client-swf'
import { superjson } from '@reyield/data'

/** Writes events as SWF records them: ids from 1, a second apart. */
class Writer {
  readonly events: HistoryEvent[] = []

  add(eventType: string, attributes: object): number {
    const eventId = this.events.length + 1
    const member = `${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`
    const eventTimestamp = new Date(Date.UTC(2026, 0, 1) + eventId)
    this.events.push({ eventId, eventTimestamp, eventType, [member]: attributes } as HistoryEvent)
    return eventId
  }

  task(): { scheduledEventId: number; startedEventId: number } {
    const scheduledEventId = this.add('DecisionTaskScheduled', { taskList: { name: 'bench' } })
    return { scheduledEventId, startedEventId: this.add('DecisionTaskStarted', { scheduledEventId }) }
  }

  schedule(id: string, input: unknown, decisionTaskCompletedEventId: number): number {
    return this.add('ActivityTaskScheduled', {
      activityId: id,
      activityType: { name: 'step', version: '1.0' },
      input: superjson.serialize(input),
      decisionTaskCompletedEventId,
    })
  }

  complete(scheduledEventId: number, result: unknown): void {
    const startedEventId = this.add('ActivityTaskStarted', { scheduledEventId })
    this.add('ActivityTaskCompleted', {
      scheduledEventId,
      startedEventId,
      result: superjson.serialize(result),
    })
  }
}

const started = (count: number) => {
  const writer = new Writer()
  writer.add('WorkflowExecutionStarted', {
    input: superjson.serialize(count),
    taskList: { name: 'bench' },
  })
  return writer
}

/** Activities one after another: six events each. */
export function serialHistory(count: number): HistoryEvent[] {
  const writer = started(count)
  for (let i = 0; i < count; i++) {
    const completed = writer.add('DecisionTaskCompleted', writer.task())
    writer.complete(writer.schedule(String(i + 1), i, completed), i)
  }
  writer.task()
  return writer.events
}

/** Activities side by side, scheduled at once; each result brings a decision task. */
export function parallelHistory(count: number): HistoryEvent[] {
  const writer = started(count)
  const completed = writer.add('DecisionTaskCompleted', writer.task())
  const scheduled = Array.from({ length: count }, (_, i) => writer.schedule(`1.${i + 1}.1`, i, completed))
  for (const [i, id] of scheduled.entries()) {
    writer.complete(id, i)
    if (i < count - 1) writer.add('DecisionTaskCompleted', writer.task())
  }
  writer.task()
  return writer.events
}
