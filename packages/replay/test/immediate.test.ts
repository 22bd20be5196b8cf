import {
  activity,
  all,
  info,
  log,
  now,
  random,
  signal,
  sleep,
  status,
  uuid,
  workflow,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

const step = activity<unknown, void>('step', { startToClose: '1m' })
/** The time of an event of a history. */
const timeOf = (eventId: number) => new Date(Date.UTC(2026, 0, 1) + eventId * 1000)

/** The values that a program has seen when it has ended. */
async function seenBy(history: ReplayedHistory): Promise<unknown> {
  await history.task()
  return (history.replay.report().ended as { result: unknown }).result
}

describe('now()', () => {
  const go = signal('go')
  const times = workflow({ name: 'times' }, async function* () {
    const first = yield* now()
    yield* go
    return [first, yield* now(), yield* now()]
  })

  it('is the time of the event after which the program continues, until the next event (H5, H7)', async () => {
    const history = new ReplayedHistory(times)
    await history.task()
    const signaled = history.record('WorkflowExecutionSignaled', { signalName: 'go' })
    expect(await seenBy(history)).toEqual([timeOf(1), timeOf(signaled), timeOf(signaled)])
  })

  it('returns a new date each time, so that changing one has no effect', async () => {
    const changing = workflow({ name: 'changing' }, function* () {
      ;(yield* now()).setTime(0)
      return yield* now()
    })
    expect(await seenBy(new ReplayedHistory(changing))).toEqual(timeOf(1))
  })
})

describe('random() and uuid()', () => {
  const numbers = workflow({ name: 'numbers' }, function* () {
    function* two() {
      return [yield* random(), yield* uuid()]
    }
    return [yield* two(), yield* all([two(), two()])]
  })

  it('depend on run id, coroutine and count, since histories contain their results (W8)', async () => {
    expect(await seenBy(new ReplayedHistory(numbers))).toEqual([
      [0.5887111206981785, 'ba679aa9-1401-454c-9d8f-82992019bde2'],
      [
        [0.662556893737424, '179a1403-9562-4ea6-b65d-3e6d4b2b0276'],
        [0.1734233304584123, 'a604e552-9c9a-4717-aa18-03de844596dd'],
      ],
    ])
  })

  it('take no number, so an operation after them keeps its id (W5)', async () => {
    const history = new ReplayedHistory(
      workflow({ name: 'immediate' }, function* () {
        yield* random()
        yield* now()
        yield* info()
        yield* log.info('here')
        yield* step(undefined)
      }),
    )
    expect(await history.task()).toEqual(['schedule 1 step'])
  })
})

it('info() describes the execution up to the event that is delivered', async () => {
  const describing = workflow({ name: 'describing', version: '2.0' }, function* () {
    const first = yield* info()
    yield* sleep('1s')
    return [first, (yield* info()).historyLength]
  })
  const history = new ReplayedHistory(describing)
  await history.task()
  const fired = history.record('TimerFired', { timerId: '1', startedEventId: 5 })
  expect(await seenBy(history)).toEqual([
    {
      workflowId: 'history',
      runId: 'run/1=',
      workflow: { name: 'describing', version: '2.0' },
      taskList: 'main',
      tags: [],
      startedAt: timeOf(1),
      parent: undefined,
      continuedFrom: undefined,
      historyLength: 1,
      eventsLeft: 24_999,
    },
    fired,
  ])
})

it('log writes in the open episode only, so once and not in replays', async () => {
  const lines: unknown[] = []
  const talking = workflow({ name: 'talking' }, async function* () {
    yield* log.info('begun', { at: 1 })
    yield* sleep('1s')
    yield* log.error('ended')
  })
  const history = new ReplayedHistory(talking, undefined, { log: (...line) => lines.push(line) })
  await history.task()
  history.record('TimerFired', { timerId: '1', startedEventId: 5 })
  await history.task()
  const again = history.fresh()
  await again.feed(history.events)
  await again.decisions()
  expect(lines).toEqual([
    ['info', 'begun', { at: 1 }],
    ['error', 'ended', undefined],
  ])
})

it('the report has the last status(value)', async () => {
  const reporting = workflow({ name: 'reporting' }, function* () {
    yield* status('first')
    yield* status({ step: 2 })
    yield* sleep('1s')
  })
  const history = new ReplayedHistory(reporting)
  expect(history.replay.report().status).toBeUndefined()
  await history.task()
  expect(history.replay.report().status).toEqual({ value: { step: 2 } })
})

it('one that is created and never yielded is reported (P4)', async () => {
  const forgetful = workflow({ name: 'forgetful' }, function* () {
    log.info('never yielded')
  })
  await expect(new ReplayedHistory(forgetful).task()).rejects.toMatchObject({
    code: 'OPERATION_NEVER_YIELDED',
  })
})
