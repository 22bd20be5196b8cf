import { text } from '@reyield/data'
import {
  activities,
  all,
  allSettled,
  child,
  continueAsNew,
  fork,
  lambda,
  race,
  shield,
  signal,
  signalExternal,
  sleep,
  workflow,
} from '@reyield/workflow'
import { describe, expect, it, test } from 'vitest'
import { short, ReplayedHistory } from './replayed-history.ts'

interface Impl {
  a(): Promise<string>
}
const { a } = activities<Impl>({ startToClose: '5m' })
const { a: tried } = activities<Impl>({
  startToClose: '5m',
  retry: { maximumAttempts: 2, initialInterval: '9s' },
})
const { a: abandoned } = activities<Impl>({ startToClose: '5m', cancellation: 'abandon' })
const { a: awaited } = activities<Impl>({ startToClose: '5m', cancellation: 'wait' })
const ship = workflow(
  { name: 'ship', executionStartToClose: '1 day', childPolicy: 'TERMINATE' },
  async function* () {
    yield* a()
  },
)
const note = signal<string>('note', { serializer: text })
const other = signal<string>('other', { serializer: text })
const place = signal<string>('place', { serializer: text })

const send = (history: ReplayedHistory, signalName: string, input = signalName) =>
  history.record('WorkflowExecutionSignaled', { signalName, input, externalInitiatedEventId: 0 })
const ask = (history: ReplayedHistory) =>
  history.record('WorkflowExecutionCancelRequested', { externalInitiatedEventId: 0 })
const turnsOf = (history: ReplayedHistory) => history.replay.report().turns

/** Waits for many operations at once. Each that ends, except the last one, only adds to a composite. */
const waitsForMuch = workflow({ name: 'w' }, async function* () {
  const forked = yield* fork(a())
  yield* race([abandoned(), sleep('1s')])
  const settled = yield* allSettled([
    a(),
    a(),
    a(),
    tried(),
    tried(),
    sleep('1h'),
    place,
    child(ship),
    child(ship),
    signalExternal({ workflowId: 'cart' }, note, 'n'),
    lambda('thumbnail', undefined, { startToClose: '30s' }),
    a(),
  ])
  return [
    settled.map(one => (one.status === 'fulfilled' ? one.value : (one.reason as Error).message)),
    yield* forked.join(),
    yield* note.drain(),
    yield* other.pending(),
  ]
})

const invisible: readonly (readonly [string, (history: ReplayedHistory) => unknown])[] = [
  ['an activity completes', s => s.completed('3.1.1', 'done')],
  ['an activity fails', s => s.failed('3.2.1', 'Error: no')],
  ['an activity times out', s => timedOut(s, '3.3.1')],
  ['an attempt fails', s => s.failed('3.4.1', 'Error: first')],
  ['another attempt times out', s => timedOut(s, '3.5.1')],
  ['a timer fires', s => s.fired('3.6.1')],
  ['a branch receives a signal', s => send(s, 'place')],
  ['a signal comes that no coroutine waits for', s => send(s, 'note')],
  ['one of another name', s => send(s, 'other')],
  ['a child completes', s => s.child('3.8.1', 'Completed')],
  ['a child starts', s => s.child('3.9.1', 'Started')],
  ['a signal has reached its execution', s => outgoing(s)],
  ['a Lambda function fails', s => called(s)],
  ['a fork completes', s => s.completed('1.1', 'forked')],
  ['an activity completes that no coroutine waits for', s => s.completed('2.1.1')],
]

const timedOut = (history: ReplayedHistory, id: string) =>
  history.record('ActivityTaskTimedOut', {
    scheduledEventId: history.opened('ActivityTaskScheduled', 'activityId', id),
    startedEventId: 0,
    timeoutType: 'START_TO_CLOSE',
  })
const outgoing = (history: ReplayedHistory) =>
  history.record('ExternalWorkflowExecutionSignaled', {
    initiatedEventId: history.opened('SignalExternalWorkflowExecutionInitiated', 'control', '3.10.1'),
  })
const called = (history: ReplayedHistory) =>
  history.record('LambdaFunctionFailed', {
    scheduledEventId: history.opened('LambdaFunctionScheduled', 'id', '3.11.1'),
    startedEventId: 0,
    reason: 'Error: none',
  })

/** The history up to the point where the program waits for all of them, and one child has started. */
async function waiting(): Promise<ReplayedHistory> {
  const history = new ReplayedHistory(waitsForMuch)
  await history.task()
  history.fired('2.2.1')
  await history.task()
  history.child('3.8.1', 'Started')
  await history.task()
  return history
}

/** Records some invisible events, then the others and all that follows. Returns the decisions meanwhile, and the end. */
async function outcomeOf(order: readonly number[], apart: boolean) {
  const history = await waiting()
  const before = turnsOf(history)
  const asked: string[] = []
  for (const index of order) {
    invisible[index]![1](history)
    if (apart || index === order.at(-1)) asked.push(...(await history.task()))
  }
  expect(turnsOf(history)).toBe(before)
  for (const [index, [, record]] of invisible.entries()) if (!order.includes(index)) record(history)
  asked.push(...(await history.task()))
  history.fired('3.4.1~1').fired('3.5.1~1')
  asked.push(...(await history.task()))
  history.completed('3.4.1', 'second').completed('3.5.1', 'second').child('3.9.1', 'Completed')
  await history.task()
  expect(turnsOf(history)).toBe(before)
  history.completed('3.12.1', 'last').begin()
  const end = await history.decide()
  expect((await history.everyWay([1, 4])).decisions).toEqual(end)
  expect(turnsOf(history)).toBeGreaterThan(before)
  return { asked: asked.sort(), end: end.map(short) }
}

describe('events that leave `turns` as it is', () => {
  test.each(invisible)('%s', async (_, record) => {
    const history = await waiting()
    const before = turnsOf(history)
    record(history)
    await history.task()
    expect(turnsOf(history)).toBe(before)
  })

  test.each(invisible.slice(1).map(([name], index) => [name, index + 1] as const))(
    'can be swapped with any other: %s',
    async (_, first) => {
      for (let second = 0; second < first; second++) {
        for (const apart of [true, false]) {
          expect(await outcomeOf([first, second], apart), invisible[second]![0]).toEqual(
            await outcomeOf([second, first], apart),
          )
        }
      }
    },
  )

  test('failures of forks count in the order in which the forks were started', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* fork(a())
      yield* fork(a())
      yield* a()
    })
    for (const order of [
      ['1.1', '2.1'],
      ['2.1', '1.1'],
    ]) {
      const history = new ReplayedHistory(program)
      await history.task()
      const before = turnsOf(history)
      for (const id of order) history.failed(id, `Error: ${id}`)
      await history.task()
      expect(turnsOf(history)).toBe(before)
      history.completed('3').begin()
      const [end] = await history.decide()
      expect(end!.failWorkflowExecutionDecisionAttributes!.details).toContain('Error: 1.1')
    }
  })

  test('can not be swapped if they are signals of one name', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* a()
      return yield* note.drain()
    })
    const history = new ReplayedHistory(program)
    await history.task()
    const before = turnsOf(history)
    send(history, 'note', 'one')
    send(history, 'note', 'two')
    await history.task()
    expect(turnsOf(history)).toBe(before)
    history.completed('1')
    expect(await history.task()).toEqual(['complete ["one","two"]'])
  })

  test('signals of two names may have another order in the input of a new run', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* a()
      yield* continueAsNew(undefined)
    })
    const inputs = []
    for (const order of [
      ['note', 'other'],
      ['other', 'note'],
    ]) {
      const history = new ReplayedHistory(program)
      await history.task()
      for (const name of order) send(history, name)
      history.completed('1')
      inputs.push(await history.task())
    }
    const signals = (...names: string[]) => [
      `continue as new ${JSON.stringify({ reyield: 1, input: null, signals: names.map(name => ({ name, input: name })) })}`,
    ]
    expect(inputs).toEqual([signals('note', 'other'), signals('other', 'note')])
  })
})

describe('`turns` grows', () => {
  const forks = workflow({ name: 'w' }, async function* () {
    yield* fork(awaited())
    yield* a()
  })
  const nested = workflow({ name: 'w' }, async function* () {
    yield* all([race([a(), a()]), a()])
  })
  const shielded = workflow({ name: 'w' }, async function* () {
    yield* fork(a())
    yield* shield(a())
  })
  it.each<[string, typeof forks, (history: ReplayedHistory) => unknown]>([
    ['by what the program waits for', forks, s => s.completed('2')],
    [
      'by a composite that settles, though no code of the program runs',
      nested,
      s => s.completed('1.1.1.1.1'),
    ],
    // swapped with the end of the fork, it would not end the fork
    ['by a cancel request that is thrown at none of the code', shielded, ask],
  ])('%s', async (_, program, record) => {
    const history = new ReplayedHistory(program)
    await history.task()
    const before = turnsOf(history)
    record(history)
    await history.task()
    expect(turnsOf(history)).toBeGreaterThan(before)
  })

  it('with the end of the program, if it only waited for a fork', async () => {
    const history = new ReplayedHistory(forks)
    await history.task()
    history.completed('2')
    expect(await history.task()).toEqual(['cancel activity 1.1'])
    const before = turnsOf(history)
    history.completed('1.1')
    expect(await history.task()).toEqual(['complete undefined'])
    expect(turnsOf(history)).toBe(before + 1)
  })
})

describe('signals in the report', () => {
  it('are the unread ones, and the names that the program has asked for', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* a()
      yield* race([place, note])
      yield* other.pending()
      yield* place.drain()
      yield* a()
    })
    const history = new ReplayedHistory(program)
    const signals = () => {
      const { unread, asked } = history.replay.report()
      return { unread, asked }
    }
    await history.task()
    expect(signals()).toEqual({ unread: [], asked: [] })
    for (const name of ['other', 'never', 'note', 'never']) send(history, name)
    await history.task()
    expect(signals()).toEqual({
      unread: [
        { signal: 'other', count: 1 },
        { signal: 'never', count: 2 },
        { signal: 'note', count: 1 },
      ],
      asked: [],
    })
    history.completed('1')
    await history.task()
    expect(signals()).toEqual({
      unread: [
        { signal: 'other', count: 1 },
        { signal: 'never', count: 2 },
      ],
      asked: ['place', 'note', 'other'],
    })
  })
})
