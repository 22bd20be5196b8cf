import type { HistoryEvent } from '@aws-sdk/client-swf'
import { superjson } from '@reyield/data'
import { createReplay } from '@reyield/replay'
import { activity, workflow } from '@reyield/workflow'
import { round, time, type Figure, type Measure } from '../measure.ts'

const step = activity<number, number>('step', { startToClose: '5m' })
const serial = workflow({ name: 'serial', executionStartToClose: '1 day' }, async function* (count: number) {
  let last = 0
  for (let i = 0; i < count; i++) last = yield* step(i)
  return last
})

/** Replay of a complete history of serial activities, from event objects, superjson results parsed. */
export const replaySerial: Measure = {
  name: 'replay-serial',
  about:
    'a complete history of N serial activities (6 events each), replayed at once from event objects; floor: the same ' +
    'generator stepped by a bare loop that parses the same results',
  async run() {
    const figures: Figure[] = []
    for (const count of [10, 100, 1000, 4000]) {
      const events = history(count)
      const rounds = Math.max(5, Math.ceil(20_000 / count))
      const ours = await time(rounds, async () => {
        const replay = createReplay(serial, {
          execution: { workflowId: 'w', runId: 'r' },
          serializer: superjson,
        })
        await replay.feed(events)
        await replay.decisions()
      })
      const floor = await time(rounds, () => bareLoop(count, events))
      figures.push({
        measure: 'replay-serial',
        at: `activities=${count}`,
        value: round((ours * 1000) / count),
        unit: 'us/activity',
        floor: round((floor * 1000) / count),
        ratio: round(ours / floor),
      })
    }
    return figures
  },
}

async function bareLoop(count: number, events: readonly HistoryEvent[]): Promise<void> {
  const program = serial.run(count) as AsyncGenerator<unknown, unknown, unknown>
  await program.next()
  for (const event of events) {
    if (event.eventType !== 'ActivityTaskCompleted') continue
    await program.next(superjson.deserialize(event.activityTaskCompletedEventAttributes!.result))
  }
}

/** Six events an activity, as SWF records them. */
function history(count: number): HistoryEvent[] {
  const events: HistoryEvent[] = []
  const begin = Date.UTC(2026, 0, 1)
  const add = (eventType: string, attributes: object) => {
    const eventId = events.length + 1
    const member = `${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`
    events.push({
      eventId,
      eventTimestamp: new Date(begin + eventId),
      eventType,
      [member]: attributes,
    } as HistoryEvent)
    return eventId
  }
  add('WorkflowExecutionStarted', { input: superjson.serialize(count), taskList: { name: 'bench' } })
  for (let i = 0; i <= count; i++) {
    const scheduled = add('DecisionTaskScheduled', { taskList: { name: 'bench' } })
    const started = add('DecisionTaskStarted', { scheduledEventId: scheduled })
    if (i === count) break
    const completed = add('DecisionTaskCompleted', { scheduledEventId: scheduled, startedEventId: started })
    const activityScheduled = add('ActivityTaskScheduled', {
      activityId: String(i + 1),
      activityType: { name: 'step', version: '1.0' },
      input: superjson.serialize(i),
      decisionTaskCompletedEventId: completed,
    })
    const activityStarted = add('ActivityTaskStarted', { scheduledEventId: activityScheduled })
    add('ActivityTaskCompleted', {
      scheduledEventId: activityScheduled,
      startedEventId: activityStarted,
      result: superjson.serialize(i),
    })
  }
  return events
}
