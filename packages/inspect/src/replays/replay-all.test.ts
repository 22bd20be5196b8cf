import { activity, all, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { decide, history, type History } from '@reyield/testing'
import { loadHistories, loadHistory } from '../history/load-history.ts'
import { replayAll } from './replay-all.ts'

const step = activity<number, number>('step', { startToClose: '5m' })
const sums = workflow({ name: 'sums' }, async function* (most: number) {
  let sum = 0
  for (let i = 1; i <= most; i++) {
    const [a, b] = yield* all([step(i), step(-i)])
    sum += a + b
  }
  return sum
})

async function run(most: number): Promise<History> {
  let source = (await decide(sums, history(sums).started(most))).next
  for (let i = 1; i <= most; i++) {
    source = source.completed(step, i).decisionStarted().decisionTimedOut()
    source = (await decide(sums, source.completed(step, 1))).next
  }
  return source
}

describe('replayAll', () => {
  it('replays every decision task of a history in three ways', async () => {
    const source = await run(2)
    const tasks = await replayAll(sums, source)
    expect(
      tasks.map(({ decisions, recorded, differences }) => [decisions, recorded?.length, differences]),
    ).toEqual([
      [
        [
          { schedule: 'step', id: '1.1.1', input: 1 },
          { schedule: 'step', id: '1.2.1', input: -1 },
        ],
        2,
        { notRecorded: [], notDecided: [] },
      ],
      [[], undefined, undefined],
      [
        [
          { schedule: 'step', id: '2.1.1', input: 2 },
          { schedule: 'step', id: '2.2.1', input: -2 },
        ],
        2,
        { notRecorded: [], notDecided: [] },
      ],
      [[], undefined, undefined],
      [[{ complete: 5 }], 1, { notRecorded: [], notDecided: [] }],
    ])
  })

  it('returns for every decision task what decide returns there', async () => {
    const source = history(sums).started(1)
    const tasks = await replayAll(sums, await run(1))
    const { next: _, ...first } = await decide(sums, source)
    expect(tasks[0]).toMatchObject(first)
    expect(
      tasks.map(({ result, waiting, startedEventId }) => [result, waiting.length, startedEventId]),
    ).toEqual([
      [undefined, 2, 3],
      [undefined, 1, 10],
      [2, 0, 15],
    ])
  })

  it('returns what was recorded differently, and what was recorded late', async () => {
    const source = history(sums).started(1).scheduled('1.1.1', step, 1).completed(step, 1).decisionStarted()
    const [first] = await replayAll(sums, source)
    expect(first!.differences).toEqual({ notRecorded: ['ScheduleActivityTask 1.2.1'], notDecided: [] })
    const { late } = await decide(sums, source)
    expect(late).toEqual([{ kind: 'activity', id: '1.2.1', eventId: 4 }])
  })

  it('throws if code and history disagree, in the last batch too', async () => {
    const source = history(sums).started(1).scheduled('1', step, 1)
    await expect(replayAll(sums, source)).rejects.toMatchObject({ code: 'NON_DETERMINISM' })
  })

  it('throws with both outcomes if two ways disagree', async () => {
    let runs = 0
    const other = workflow({ name: 'other' }, async function* () {
      yield* step(runs++)
    })
    await expect(replayAll(other, history(other).started().decisionStarted())).rejects.toThrow(
      /Two replays come to different decisions at decision task 3\. [^]*\n {2}from the start: [^]*\n {2}from memory: /,
    )
  })

  it('accepts a history that went through JSON, by the AWS CLI or by our export', async () => {
    const source = await run(1)
    const cli = JSON.stringify({
      events: source.events
        .map(event => ({ ...event, eventTimestamp: event.eventTimestamp!.getTime() / 1000 }))
        .reverse(),
    })
    const own = { execution: source.execution, events: source.events }
    expect(loadHistory(JSON.stringify(own))).toEqual(own)
    expect(loadHistory(JSON.stringify([own]))).toEqual(own)
    expect(loadHistories(JSON.stringify([own, own]))).toEqual([own, own])
    expect(loadHistories(own)).toEqual([own])
    expect(() => loadHistory([own, { events: [] }])).toThrow(
      /the file has 2 histories \(sums-1, without ids\): use loadHistories/,
    )
    expect(loadHistory(cli, source.execution)).toEqual(own)
    expect(await replayAll(sums, loadHistory(cli))).toEqual(await replayAll(sums, source))
  })
})

describe('loadHistory refuses', () => {
  it.each<[string, unknown, string]>([
    ['text that is not JSON', '{', 'HISTORY_INVALID'],
    ['an object without events', {}, 'HISTORY_INVALID'],
    ['an empty list', [], 'HISTORY_INVALID'],
    ['a list of several', [{ events: [] }, { events: [] }], 'HISTORY_INVALID'],
    ['a list of objects without events', [{}], 'HISTORY_INVALID'],
    ['a first page', { events: [], nextPageToken: 'x' }, 'HISTORY_INVALID'],
    [
      'a gap',
      { events: [{ eventId: 2, eventType: 'DecisionTaskScheduled', eventTimestamp: 1 }] },
      'HISTORY_INVALID',
    ],
    [
      'an invalid time',
      { events: [{ eventId: 1, eventType: 'X', eventTimestamp: 'soon' }] },
      'HISTORY_INVALID',
    ],
  ])('%s', (_, json, code) => {
    expect(() => loadHistory(json)).toThrow(expect.objectContaining({ code }))
  })
})
