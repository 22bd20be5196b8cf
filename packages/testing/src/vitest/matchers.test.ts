import { activities, activity, child, fork, race, signal, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { decide, history, run, send } from '../index.ts'
import type { ExpectedDecision } from './index.ts'
import './index.ts'

interface Impl {
  charge(order: { id: string; amount: number }): Promise<string>
  pack(): Promise<void>
  tag(what: Map<string, number>): Promise<void>
}
const { charge, pack, tag } = activities<Impl>({ startToClose: '5m' })
const newCharge = activity<{ id: string }, string>('charge', { startToClose: '5m', version: '2.0' })
const approved = signal<string>('approved')
const ship = workflow({ name: 'ship', executionStartToClose: '1 day' }, function* (_: number) {
  yield* []
})
const order = workflow({ name: 'order', executionStartToClose: '5 days' }, async function* (amount: number) {
  if (amount < 0) throw new RangeError(`no order of ${amount}`)
  yield* charge({ id: '7', amount })
  const answer = yield* race({ approved, late: sleep('2 days') })
  if (answer.winner === 'late') return { state: 'late' }
  yield* child(ship, amount)
  return { state: 'shipped', by: answer.value }
})
const split = workflow({ name: 'split', executionStartToClose: '1 day' }, async function* () {
  yield* fork(charge({ id: '7', amount: 1 }))
  yield* fork(charge({ id: '8', amount: 2 }))
  yield* fork(tag(new Map([['a', 1]])))
  yield* sleep('1h')
})
const first = await decide(order, history(order).started(5))
const second = await decide(order, first.next.completed(charge, 'paid'))
const third = await decide(order, second.next.signaled(approved, 'ann'))
const last = await decide(order, third.next.child(ship).completed())
const failed = await decide(order, history(order).started(-1))
const many = await decide(split, history(split).started())

const shop = { activities: { charge: () => 'paid' }, children: { ship: () => undefined } }
const ran = await run(order, 5, { ...shop, signals: [send(approved, 'ann')] })
const ranBadly = await run(order, -1, shop)
const open = await run(order, 5, shop).untilIdle()

/** The message of a failed assertion, and the values of its diff. */
function failureOf(check: () => void) {
  try {
    check()
  } catch (error) {
    const { message, actual, expected } = error as Record<'message' | 'actual' | 'expected', unknown>
    return { message, ...(actual === undefined ? {} : { actual, expected }) }
  }
  throw new Error('it passed')
}

describe('toSchedule', () => {
  it('accepts an activity, with an input if one is given', () => {
    expect(first).toSchedule(charge)
    expect(first).toSchedule(charge, { id: '7', amount: 5 })
    expect(first).toSchedule(charge, { id: expect.any(String) as unknown, amount: 5 })
    expect(first).toSchedule(charge, expect.objectContaining({ id: '7' }))
    expect(first).not.toSchedule(charge, { id: '7', amount: 6 })
    expect(first).not.toSchedule(charge, { id: '7', amount: expect.any(String) as unknown })
    expect(first).not.toSchedule(pack)
    expect(first).not.toSchedule(newCharge)
    expect(many).toSchedule(tag, new Map([['a', 1]]))
    expect(many).not.toSchedule(tag, new Map([['a', 2]]))
    expect(ran).toSchedule(charge, { id: '7', amount: 5 })
  })

  it('shows the input that differs least', () => {
    expect(failureOf(() => expect(many).toSchedule(charge, { id: '8', amount: 3 }))).toEqual({
      message: [
        "expected the workflow to schedule activity 'charge' with { amount: 3, id: '8' }; it decided",
        '  start timer of 1h',
        "  schedule charge({ amount: 1, id: '7' })",
        "  schedule charge({ amount: 2, id: '8' })",
        "  schedule tag(Map { 'a' => 1 })",
      ].join('\n'),
      actual: { schedule: 'charge', input: { id: '8', amount: 2 } },
      expected: { schedule: 'charge', input: { id: '8', amount: 3 } },
    })
  })

  it('shows asymmetric matchers in what is expected', () => {
    const check = () =>
      expect(first).toSchedule(charge, expect.objectContaining({ id: expect.any(Number) as unknown }))
    expect(failureOf(check).message).toMatch(
      /^expected the workflow to schedule activity 'charge' with ObjectContaining\({ id: Any<Number> }\);/,
    )
  })

  it('shows the decisions if no such activity was scheduled', () => {
    expect(failureOf(() => expect(first).toSchedule(newCharge))).toEqual({
      message:
        "expected the workflow to schedule activity 'charge@2.0'; it decided\n  schedule charge({ amount: 5, id: '7' })",
    })
    expect(failureOf(() => expect(first).not.toSchedule(charge)).message).toBe(
      "expected the workflow not to schedule activity 'charge'; it decided\n  schedule charge({ amount: 5, id: '7' })",
    )
  })
})

describe('toStartChild', () => {
  it('accepts a child workflow, with an input if one is given', () => {
    expect(third).toStartChild(ship)
    expect(third).toStartChild(ship, 5)
    expect(third).not.toStartChild(ship, 6)
    expect(first).not.toStartChild(ship)
    expect(ran).toStartChild(ship, expect.any(Number))
  })

  it('shows the different input', () => {
    expect(failureOf(() => expect(third).toStartChild(ship, 6))).toEqual({
      message:
        "expected the workflow to start child workflow 'ship' with 6; it decided\n  cancel timer of 2 days\n  start child ship(5)",
      actual: { child: 'ship', input: 5 },
      expected: { child: 'ship', input: 6 },
    })
  })
})

describe('toStartTimer', () => {
  it('accepts a timer, of a length if one is given', () => {
    expect(second).toStartTimer()
    expect(second).toStartTimer('2 days')
    expect(second).not.toStartTimer('1 day')
    expect(first).not.toStartTimer()
    expect(ran).toStartTimer('48h')
  })

  it('shows the timers that were started', () => {
    expect(failureOf(() => expect(second).toStartTimer('90s'))).toEqual({
      message: 'expected the workflow to start a timer of 1m 30s; it started 2 days',
    })
    expect(failureOf(() => expect(last).toStartTimer()).message).toBe(
      "expected the workflow to start a timer; it decided\n  complete with { by: 'ann', state: 'shipped' }",
    )
  })
})

describe('toComplete', () => {
  it('accepts a result, of decisions and of runs', () => {
    for (const subject of [last, ran]) {
      expect(subject).toComplete()
      expect(subject).toComplete({ state: 'shipped', by: 'ann' })
      expect(subject).toComplete({
        state: expect.stringContaining('ship') as unknown,
        by: expect.anything() as unknown,
      })
      expect(subject).not.toComplete({ state: 'late' })
      expect(subject).not.toFail()
    }
    for (const subject of [first, failed, ranBadly, open]) expect(subject).not.toComplete()
  })

  it('shows a different result', () => {
    expect(failureOf(() => expect(ran).toComplete({ state: 'late' }))).toEqual({
      message:
        "expected the workflow to complete with { state: 'late' }; it completed with { by: 'ann', state: 'shipped' }",
      actual: { complete: { state: 'shipped', by: 'ann' } },
      expected: { complete: { state: 'late' } },
    })
  })

  it('shows the failure, the close or the decisions instead', async () => {
    const canceled = await run(order, 5, shop).requestCancel()
    const terminated = await run(order, 5, shop).terminate()
    expect(
      [failed, canceled, terminated, open].map(
        subject => failureOf(() => expect(subject).toComplete()).message,
      ),
    ).toEqual([
      'expected the workflow to complete; it failed with RangeError: no order of -1',
      'expected the workflow to complete; it canceled itself',
      'expected the workflow to complete; its execution was TERMINATED',
      "expected the workflow to complete; it is still open; it decided\n  schedule charge({ amount: 5, id: '7' })\n  start timer of 2 days",
    ])
  })
})

describe('toFail', () => {
  it('accepts a text, an error, or an asymmetric matcher', () => {
    for (const subject of [failed, ranBadly]) {
      expect(subject).toFail()
      expect(subject).toFail('RangeError: no order')
      expect(subject).toFail(/of -1$/)
      expect(subject).toFail(new RangeError('no order of -1'))
      expect(subject).toFail(expect.objectContaining({ message: 'no order of -1' }))
      expect(subject).not.toFail('TypeError')
      expect(subject).not.toFail(new Error('no order of -1'))
    }
    expect(last).not.toFail()
  })

  it('shows the failure', () => {
    expect(failureOf(() => expect(failed).toFail(new TypeError('no')))).toEqual({
      message:
        "expected the workflow to fail with 'TypeError: no'; it failed with RangeError: no order of -1",
      actual: 'RangeError: no order of -1',
      expected: 'TypeError: no',
    })
    expect(failureOf(() => expect(last).toFail(/no/))).toEqual({
      message: "expected the workflow to fail with /no/; it completed with { by: 'ann', state: 'shipped' }",
    })
  })
})

describe('toBeWaitingFor', () => {
  it('accepts all of several targets, and with not none of them', () => {
    expect(first).toBeWaitingFor(charge)
    expect(second).toBeWaitingFor(approved, 'timer')
    expect(open).toBeWaitingFor(approved, 'timer')
    expect(third).toBeWaitingFor(ship)
    expect(second).not.toBeWaitingFor(charge, ship)
    expect(last).not.toBeWaitingFor()
    expect(ran).not.toBeWaitingFor()
  })

  it('shows what the workflow waits for', () => {
    const messages = [
      () => expect(second).toBeWaitingFor(charge, approved, pack),
      () => expect(second).not.toBeWaitingFor(charge, approved),
      () => expect(ran).toBeWaitingFor(),
    ].map(check => failureOf(check).message)
    expect(messages).toEqual([
      "expected the workflow to be waiting for activity 'charge' and activity 'pack'; it waits for timer '2.2.1', signal 'approved'",
      "expected the workflow not to be waiting for signal 'approved'; it waits for timer '2.2.1', signal 'approved'",
      'expected the workflow to be waiting for anything; it waits for nothing',
    ])
  })
})

describe('toHaveDecisions', () => {
  const [cancel, start] = [{ cancelTimer: '2.2.1' }, { child: 'ship', input: 5 }]

  it('compares all decisions, in any order unless inOrder is set', () => {
    expect(third).toHaveDecisions([cancel, start], { inOrder: true })
    expect(third).toHaveDecisions([start, cancel])
    expect(third).not.toHaveDecisions([start, cancel], { inOrder: true })
    expect(third).not.toHaveDecisions([start])
    expect(first).not.toHaveDecisions([])
    expect(failed).toHaveDecisions([{ fail: new RangeError('no order of -1') }])
    expect(ran).toHaveDecisions([
      { schedule: 'charge', input: { id: '7', amount: 5 } },
      { startTimer: expect.any(String), seconds: 172_800 },
      { cancelTimer: expect.any(String) },
      { child: 'ship', input: 5 },
      { complete: expect.anything() },
    ])
  })

  it('allows generated ids to be given', () => {
    expect(first).toHaveDecisions([{ schedule: 'charge', id: '1', input: { id: '7', amount: 5 } }])
    expect(first).not.toHaveDecisions([{ schedule: 'charge', id: '2', input: { id: '7', amount: 5 } }])
    expect(first).toHaveDecisions([expect.objectContaining({ id: '1' }) as ExpectedDecision])
  })

  it('does not use up a decision that another matcher needs', () => {
    expect(many).toHaveDecisions([
      { schedule: 'charge', input: expect.anything() },
      { schedule: expect.any(String), input: expect.any(Map) },
      { schedule: 'charge', input: { id: '7', amount: 1 } },
      { startTimer: expect.any(String), seconds: 3600 },
    ])
  })

  it('shows each decision beside the expected one that is most like it', () => {
    const expected = [
      { startTimer: '4', seconds: 60 },
      { schedule: 'charge', input: { id: '8', amount: 3 } },
      { schedule: 'charge', input: { id: '7', amount: 1 } },
      { complete: 1 },
    ]
    const { message, ...diff } = failureOf(() => expect(many).toHaveDecisions(expected))
    expect(message).toMatch(/^expected these decisions, in any order; it decided\n {2}start timer of 1h\n/)
    expect(diff).toEqual({
      actual: [
        { startTimer: '4', seconds: 3600 },
        { schedule: 'charge', input: { id: '8', amount: 2 } },
        { schedule: 'charge', input: { id: '7', amount: 1 } },
        { schedule: 'tag', input: new Map([['a', 1]]) },
      ],
      expected,
    })
  })
})

describe('every matcher', () => {
  it.each<[string, unknown, string]>([
    ['a promise', Promise.resolve(first), 'a promise. Did you forget await?'],
    ['a run', run(order, 5, shop), 'a promise. Did you forget await?'],
    ['nothing', undefined, 'undefined'],
    ['decisions alone', first.decisions, 'a list. Pass the whole result, not its decisions'],
    ['a history', first.next, 'a history. Pass it to decide(…) first'],
    ['something else', {}, 'object'],
  ])('refuses %s, with not too', (_, received, problem) => {
    const checks = [
      () => expect(received).toSchedule(charge),
      () => expect(received).not.toStartChild(ship),
      () => expect(received).toStartTimer(),
      () => expect(received).not.toComplete(),
      () => expect(received).toFail(),
      () => expect(received).not.toBeWaitingFor(charge),
      () => expect(received).toHaveDecisions([]),
    ]
    for (const check of checks) expect(check).toThrow(`, but got ${problem}`)
  })

  it('works inside other values and with resolves', async () => {
    expect({ first, n: 1 }).toEqual({ first: expect.toSchedule(charge) as unknown, n: 1 })
    expect({ first }).not.toEqual({ first: expect.not.toSchedule(charge) as unknown })
    await expect(decide(order, history(order).started(5))).resolves.toSchedule(charge)
  })
})
