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
import { short, Story } from './story.ts'

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

const send = (story: Story, signalName: string, input = signalName) =>
  story.tell('WorkflowExecutionSignaled', { signalName, input, externalInitiatedEventId: 0 })
const ask = (story: Story) => story.tell('WorkflowExecutionCancelRequested', { externalInitiatedEventId: 0 })
const turnsOf = (story: Story) => story.replay.report().turns

/** Waits for much at once: what ends of it, but for the last thing, fills a place. */
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

const silent: readonly (readonly [string, (story: Story) => unknown])[] = [
  ['an activity completes', s => s.completed('3.1.1', 'done')],
  ['an activity fails', s => s.failed('3.2.1', 'Error: no')],
  ['an activity times out', s => timedOut(s, '3.3.1')],
  ['an attempt fails', s => s.failed('3.4.1', 'Error: first')],
  ['another attempt times out', s => timedOut(s, '3.5.1')],
  ['a timer fires', s => s.fired('3.6.1')],
  ['a branch receives a signal', s => send(s, 'place')],
  ['a signal comes for which nobody waits', s => send(s, 'note')],
  ['one of another name', s => send(s, 'other')],
  ['a child completes', s => s.child('3.8.1', 'Completed')],
  ['a child starts', s => s.child('3.9.1', 'Started')],
  ['a signal has reached its execution', s => outgoing(s)],
  ['a Lambda function fails', s => called(s)],
  ['a fork completes', s => s.completed('1.1', 'forked')],
  ['an activity completes for which nobody waits', s => s.completed('2.1.1')],
]

const timedOut = (story: Story, id: string) =>
  story.tell('ActivityTaskTimedOut', {
    scheduledEventId: story.opened('ActivityTaskScheduled', 'activityId', id),
    startedEventId: 0,
    timeoutType: 'START_TO_CLOSE',
  })
const outgoing = (story: Story) =>
  story.tell('ExternalWorkflowExecutionSignaled', {
    initiatedEventId: story.opened('SignalExternalWorkflowExecutionInitiated', 'control', '3.10.1'),
  })
const called = (story: Story) =>
  story.tell('LambdaFunctionFailed', {
    scheduledEventId: story.opened('LambdaFunctionScheduled', 'id', '3.11.1'),
    startedEventId: 0,
    reason: 'Error: none',
  })

/** The program waits for all of it; one child has started. */
async function waiting(): Promise<Story> {
  const story = new Story(waitsForMuch)
  await story.task()
  story.fired('2.2.1')
  await story.task()
  story.child('3.8.1', 'Started')
  await story.task()
  return story
}

/** Tells some silent events, then the rest of them and all that follows: what was asked for meanwhile, and the end. */
async function told(order: readonly number[], apart: boolean) {
  const story = await waiting()
  const before = turnsOf(story)
  const asked: string[] = []
  for (const index of order) {
    silent[index]![1](story)
    if (apart || index === order.at(-1)) asked.push(...(await story.task()))
  }
  expect(turnsOf(story)).toBe(before)
  for (const [index, [, tell]] of silent.entries()) if (!order.includes(index)) tell(story)
  asked.push(...(await story.task()))
  story.fired('3.4.1~1').fired('3.5.1~1')
  asked.push(...(await story.task()))
  story.completed('3.4.1', 'second').completed('3.5.1', 'second').child('3.9.1', 'Completed')
  await story.task()
  expect(turnsOf(story)).toBe(before)
  story.completed('3.12.1', 'last').begin()
  const end = await story.decide()
  expect((await story.everyWay([1, 4])).decisions).toEqual(end)
  expect(turnsOf(story)).toBeGreaterThan(before)
  return { asked: asked.sort(), end: end.map(short) }
}

describe('events that leave `turns` as it is', () => {
  test.each(silent)('%s', async (_, tell) => {
    const story = await waiting()
    const before = turnsOf(story)
    tell(story)
    await story.task()
    expect(turnsOf(story)).toBe(before)
  })

  test.each(silent.slice(1).map(([name], index) => [name, index + 1] as const))(
    'can be swapped with any other: %s',
    async (_, first) => {
      for (let second = 0; second < first; second++) {
        for (const apart of [true, false]) {
          expect(await told([first, second], apart), silent[second]![0]).toEqual(
            await told([second, first], apart),
          )
        }
      }
    },
  )

  test('forks that fail are heard in the order in which they were started', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* fork(a())
      yield* fork(a())
      yield* a()
    })
    for (const order of [
      ['1.1', '2.1'],
      ['2.1', '1.1'],
    ]) {
      const story = new Story(program)
      await story.task()
      const before = turnsOf(story)
      for (const id of order) story.failed(id, `Error: ${id}`)
      await story.task()
      expect(turnsOf(story)).toBe(before)
      story.completed('3').begin()
      const [end] = await story.decide()
      expect(end!.failWorkflowExecutionDecisionAttributes!.details).toContain('Error: 1.1')
    }
  })

  test('can not be swapped if they are signals of one name', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* a()
      return yield* note.drain()
    })
    const story = new Story(program)
    await story.task()
    const before = turnsOf(story)
    send(story, 'note', 'one')
    send(story, 'note', 'two')
    await story.task()
    expect(turnsOf(story)).toBe(before)
    story.completed('1')
    expect(await story.task()).toEqual(['complete ["one","two"]'])
  })

  test('signals of two names may stand in another order in the input of a new run', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* a()
      yield* continueAsNew(undefined)
    })
    const inputs = []
    for (const order of [
      ['note', 'other'],
      ['other', 'note'],
    ]) {
      const story = new Story(program)
      await story.task()
      for (const name of order) send(story, name)
      story.completed('1')
      inputs.push(await story.task())
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
  it.each<[string, typeof forks, (story: Story) => unknown]>([
    ['by what the program waits for', forks, s => s.completed('2')],
    [
      'by a composite that settles, though no code of the program runs',
      nested,
      s => s.completed('1.1.1.1.1'),
    ],
    // swapped with the end of the fork, it would not end the fork
    ['by a cancel request that is thrown at none of the code', shielded, ask],
  ])('%s', async (_, program, tell) => {
    const story = new Story(program)
    await story.task()
    const before = turnsOf(story)
    tell(story)
    await story.task()
    expect(turnsOf(story)).toBeGreaterThan(before)
  })

  it('by the end of the program, when that waited for a fork only', async () => {
    const story = new Story(forks)
    await story.task()
    story.completed('2')
    expect(await story.task()).toEqual(['cancel activity 1.1'])
    const before = turnsOf(story)
    story.completed('1.1')
    expect(await story.task()).toEqual(['complete undefined'])
    expect(turnsOf(story)).toBe(before + 1)
  })
})

describe('signals in the report', () => {
  it('tells those that nobody has received, and the names that the program has asked for', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* a()
      yield* race([place, note])
      yield* other.pending()
      yield* place.drain()
      yield* a()
    })
    const story = new Story(program)
    const signals = () => {
      const { unread, asked } = story.replay.report()
      return { unread, asked }
    }
    await story.task()
    expect(signals()).toEqual({ unread: [], asked: [] })
    for (const name of ['other', 'never', 'note', 'never']) send(story, name)
    await story.task()
    expect(signals()).toEqual({
      unread: [
        { signal: 'other', count: 1 },
        { signal: 'never', count: 2 },
        { signal: 'note', count: 1 },
      ],
      asked: [],
    })
    story.completed('1')
    await story.task()
    expect(signals()).toEqual({
      unread: [
        { signal: 'other', count: 1 },
        { signal: 'never', count: 2 },
      ],
      asked: ['place', 'note', 'other'],
    })
  })
})
