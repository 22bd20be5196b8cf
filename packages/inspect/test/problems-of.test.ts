import type { HistoryEvent } from '@aws-sdk/client-swf'
import { readdirSync, readFileSync } from 'node:fs'
import { loadHistory } from '@reyield/testing'
import { describe, expect, it } from 'vitest'
import { problemsOf, view } from '../src/index.ts'

const folder = new URL('../../replay/test/golden/', import.meta.url)
const recorded = readdirSync(folder)
  .filter(name => name.endsWith('.json'))
  .map(name => [name, loadHistory(readFileSync(new URL(name, folder), 'utf8'))] as const)

describe('recorded histories, judged by their newest events', () => {
  it.each(recorded)('%s has the problems of its view, and fewer events show no others', async (_, run) => {
    for (let at = 1; at <= run.events.length; at += 3) {
      const events = run.events.slice(0, at)
      const now = new Date(events.at(-1)!.eventTimestamp!.getTime() + 3_600_000)
      const { problems } = await view({ ...run, events }, { now })
      expect(problemsOf(events.toReversed(), { now })).toEqual(problems)
      const few = problemsOf(events.slice(-5).toReversed(), { now })
      const known = new Set(problems.map(({ kind }) => kind))
      expect(few.map(({ kind }) => kind).filter(kind => !known.has(kind))).toEqual([])
    }
  })
})

/** Events in order, as pairs of a type and attributes; ids from 9001, a minute apart. */
const tail = (...events: [type: string, attributes: object][]): HistoryEvent[] =>
  events
    .map(([eventType, attributes], i) => ({
      eventId: 9001 + i,
      eventTimestamp: new Date(Date.UTC(2026, 0, 1, 0, i)),
      eventType,
      [`${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`]: attributes,
    }))
    .reverse() as HistoryEvent[]

const task = (id: number, how: 'Completed' | 'TimedOut', more: object): [string, object][] => [
  ['DecisionTaskScheduled', { taskList: { name: 'orders' } }],
  ['DecisionTaskStarted', { scheduledEventId: id }],
  [`DecisionTask${how}`, { scheduledEventId: id, startedEventId: id + 1, ...more }],
]
const held = { executionContext: '{"reyield":1,"error":{"code":"NON_DETERMINISM","message":"it differs"}}' }

/** A problem without its text, which has whole sentences of its own tests. */
const parts = (events: HistoryEvent[], minutes: number) =>
  problemsOf(events, { now: new Date(Date.UTC(2026, 0, 1, 0, minutes)) }).map(
    ({ text: _, since, ...problem }) => ({ ...problem, since: since?.eventId }),
  )

describe('the newest events of a long history', () => {
  it('say that it is held, since when and by which code', () => {
    const events = tail(
      ...task(9001, 'Completed', {}),
      ...task(9004, 'Completed', held),
      ...task(9007, 'Completed', held),
    )
    expect(parts(events, 10)).toEqual([{ kind: 'held', code: 'NON_DETERMINISM', since: 9006 }])
  })

  it('say which task nobody has started, but not before it has waited long enough', () => {
    const events = tail(
      [
        'ActivityTaskScheduled',
        { activityId: '1', activityType: { name: 'charge', version: '1' }, taskList: { name: 'pay' } },
      ],
      ['WorkflowExecutionSignaled', { signalName: 'hurry' }],
      ['DecisionTaskScheduled', { taskList: { name: 'orders' } }],
    )
    expect(parts(events, 4)).toEqual([])
    expect(parts(events, 7)).toEqual([
      { kind: 'decisionTaskNotStarted', taskList: 'orders', since: 9003 },
      { kind: 'activityNotStarted', step: '1', taskList: 'pay', count: 1, since: 9001 },
    ])
  })

  it('say how often decision tasks timed out, and leave out a sticky task list that was not served in time', () => {
    const started = task(9001, 'TimedOut', { timeoutType: 'START_TO_CLOSE' })
    const sticky: [string, object][] = [
      ['DecisionTaskScheduled', { taskList: { name: 'sticky' }, scheduleToStartTimeout: '10' }],
      [
        'DecisionTaskTimedOut',
        { scheduledEventId: 9004, startedEventId: 0, timeoutType: 'SCHEDULE_TO_START' },
      ],
    ]
    expect(parts(tail(...started, ...sticky), 5)).toEqual([
      { kind: 'decisionTaskTimeouts', count: 1, since: 9003 },
    ])
    expect(parts(tail(...task(9001, 'Completed', {}), ...sticky), 60)).toEqual([])
  })
})
