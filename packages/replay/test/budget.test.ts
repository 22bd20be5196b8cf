import {
  activities,
  all,
  allSettled,
  any,
  isReyieldError,
  map,
  race,
  sleep,
  workflow,
  type Operation,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

const { step } = activities<{ step(n: number): Promise<number> }>({ startToClose: '5m' })
const steps = (count: number) => Array.from({ length: count }, (_, n) => step(n))

/** Limits for short histories, so that the budget is used up soon. */
const limits = { events: 100 }

/** Starts an operation after an activity, and returns its outcome. */
const program = (make: () => Operation<unknown>) =>
  workflow({ name: 'w' }, async function* () {
    yield* step(0)
    try {
      return { value: yield* make() }
    } catch (error) {
      if (!isReyieldError(error, 'HISTORY_BUDGET_EXCEEDED')) throw error
      yield* step(99)
      return { refused: [error.needed, error.left], message: error.message }
    }
  })

/** The decisions of the second decision task, after 7 events. */
async function second(make: () => Operation<unknown>): Promise<string[]> {
  const history = new ReplayedHistory(program(make), undefined, { limits })
  await history.task()
  history.completed('1')
  return history.task()
}

const started = (count: number, from = 1) =>
  Array.from({ length: count }, (_, n) => `schedule 2.${n + from}.1 step`)
const refused = (needed: number) => [`mark b2 {"needed":${needed},"left":94}`, 'schedule 3 step']

describe('the history budget (B1)', () => {
  it.each<[string, (n: number) => Operation<unknown>]>([
    ['all', n => all(steps(n))],
    ['allSettled', n => allSettled(steps(n))],
    ['any', n => any(steps(n))],
    ['race', n => race(steps(n))],
    ['map', n => map(steps(n), one => one)],
    ['a record', n => all(Object.fromEntries(steps(n).map((one, at) => [`k${at}`, one])))],
  ])('starts as many as fit, and refuses one more: %s', async (_, make) => {
    expect(await second(() => make(31))).toEqual(started(31)) // 93 of 94 events
    expect(await second(() => make(32))).toEqual(refused(96))
  })

  it('counts a timer as 2 events, and a generator as none, since its operations are checked when they start', async () => {
    const timers = (count: number) => Array.from({ length: count }, () => sleep('1h'))
    expect(await second(() => all(timers(47)))).toHaveLength(47)
    expect(await second(() => all(timers(48)))).toEqual(refused(96))
    const generators = Array.from(
      { length: 90 },
      () =>
        function* () {
          yield* []
        },
    )
    expect(await second(() => all(generators.map(one => one())))).toHaveLength(1)
  })

  it('counts the operations that were asked for beside it', async () => {
    const nested = () =>
      all([
        (async function* () {
          return yield* all(steps(20))
        })(),
        (async function* () {
          return yield* allSettled(steps(20))
        })(),
      ])
    expect(await second(nested)).toEqual(['mark b2.2.1 {"needed":60,"left":34}', 'schedule 3 step'])
  })

  it.each<[string, () => Operation<unknown>]>([
    ['all', () => all(steps(32), { budget: 'ignore' })],
    ['allSettled', () => allSettled(steps(32), { budget: 'ignore' })],
    ['any', () => any(steps(32), { budget: 'ignore' })],
    ['race', () => race(steps(32), { budget: 'ignore' })],
    ['map', () => map(steps(32), one => one, { budget: 'ignore' })],
  ])('is not checked if an option says so: %s', async (_, make) => {
    expect(await second(make)).toEqual(started(32))
  })

  it('throws an error with the needed and the remaining events', async () => {
    const history = new ReplayedHistory(
      program(() => all(steps(40))),
      undefined,
      { limits },
    )
    await history.task()
    history.completed('1')
    await history.task()
    history.completed('3')
    history.begin()
    const [close] = await history.decide()
    const { result } = close!.completeWorkflowExecutionDecisionAttributes!
    expect(JSON.parse(result!)).toEqual({
      json: {
        refused: [120, 94],
        message:
          'all(…) at 2 needs 120 events, and the history has 94 left. SWF terminates an execution after its last event, so ' +
          'nothing was started. Start fewer at a time, move parts to child workflows, go on in a new run with ' +
          "continueAsNew, or set budget: 'ignore'",
      },
    })
  })

  it('is checked once: a replay with another limit refuses and starts the same operations', async () => {
    for (const [count, first, later] of [
      [40, 100, 25_000],
      [20, 100, 30],
    ] as const) {
      const history = new ReplayedHistory(
        program(() => all(steps(count))),
        undefined,
        { limits: { events: first } },
      )
      await history.task()
      history.completed('1')
      const decisions = await history.task()
      const other = new ReplayedHistory(
        program(() => all(steps(count))),
        undefined,
        { limits: { events: later } },
      ).fresh()
      await other.feed(history.events)
      expect(await other.decisions()).toEqual([])
      expect(other.report().waiting.map(({ id }) => id)).toEqual(
        count === 40 ? ['3'] : decisions.map(text => text.split(' ')[1]!),
      )
    }
  })

  it('is nondeterminism if the refusal is recorded and the code no longer asks for it', async () => {
    const history = new ReplayedHistory(
      program(() => all(steps(40))),
      undefined,
      { limits },
    )
    await history.task()
    history.completed('1')
    await history.task()
    const changed = new ReplayedHistory(
      program(() => step(1)),
      undefined,
      { limits },
    ).fresh()
    await expect(changed.feed(history.events).then(() => changed.decisions())).rejects.toMatchObject({
      code: 'NON_DETERMINISM',
    })
  })
})
