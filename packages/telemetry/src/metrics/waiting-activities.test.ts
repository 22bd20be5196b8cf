import type { HistoryEvent } from '@aws-sdk/client-swf'
import { expect, it } from 'vitest'
import { WaitingActivities } from './waiting-activities.ts'

const event = (eventId: number, eventType: string, attributes: object) =>
  ({
    eventId,
    eventTimestamp: new Date(eventId * 1000),
    eventType,
    [`${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`]: attributes,
  }) as unknown as HistoryEvent

const scheduled = (eventId: number) =>
  event(eventId, 'ActivityTaskScheduled', { taskList: { name: 'payments' } })
const after = (eventId: number, type: string, scheduledEventId: number) =>
  event(eventId, type, { scheduledEventId, startedEventId: 0 })

it('an activity waits from its schedule to its start, and no longer if it ends before', () => {
  const waiting = new WaitingActivities()
  for (const id of [5, 6, 7]) waiting.note('run', scheduled(id))
  waiting.note('run', scheduled(5)) // the decision task has the same events again
  expect(waiting.count).toBe(3)
  expect(waiting.note('run', after(9, 'ActivityTaskStarted', 5))).toEqual({ taskList: 'payments', at: 5000 })
  expect(waiting.note('run', after(10, 'ActivityTaskStarted', 5))).toBe(undefined)
  expect(waiting.note('run', after(11, 'ActivityTaskTimedOut', 6))).toBe(undefined)
  expect(waiting.note('run', after(12, 'ActivityTaskCanceled', 7))).toBe(undefined)
  expect(waiting.note('other', after(13, 'ActivityTaskStarted', 7))).toBe(undefined)
  expect(waiting.count).toBe(0)
})

it('of too many activities, those of the runs that were noted least recently are forgotten', () => {
  const waiting = new WaitingActivities()
  for (let run = 0; run < 100_000; run++) waiting.note(`run-${run}`, scheduled(5))
  expect(waiting.count).toBeGreaterThan(45_000)
  expect(waiting.count).toBeLessThanOrEqual(50_000)
  expect(waiting.note('run-0', after(9, 'ActivityTaskStarted', 5))).toBe(undefined)
  expect(waiting.note('run-99999', after(9, 'ActivityTaskStarted', 5))).toEqual({
    taskList: 'payments',
    at: 5000,
  })
  waiting.forget('run-99998')
  waiting.forget('run-99998')
  expect(waiting.note('run-99998', after(9, 'ActivityTaskStarted', 5))).toBe(undefined)
})
