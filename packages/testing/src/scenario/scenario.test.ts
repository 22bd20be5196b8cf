import { completeLater } from '@reyield/worker'
import { activities, all, allSettled, child, lambda, race, signal, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import {
  explore,
  hanging,
  send,
  scenario,
  type Scenario,
  type ScenarioFailedError,
  type ScenarioOptions,
} from '../index.ts'
import { withoutTypes } from '../../test/type-errors.ts'

interface Impl {
  charge(id: string): Promise<string>
  pack(item: string): Promise<string>
}
const { charge, pack } = activities<Impl>({ startToClose: '5m', retry: { maximumAttempts: 2 } })
const approved = signal<{ by: string }>('approved')
const gift = workflow({ name: 'gift', executionStartToClose: '1 day' }, async function* (to: string) {
  return yield* charge(to)
})
const order = workflow(
  { name: 'order', executionStartToClose: '7 days' },
  async function* (input: { id: string; items: string[] }) {
    const receipt = yield* charge(input.id)
    const answer = yield* race({ approved, late: sleep('2 days') })
    if (answer.winner === 'late') return 'late'
    yield* all([child(gift, 'ann'), lambda('thumb', 1, { startToClose: '1m' })])
    return { receipt, boxes: yield* all(input.items.map(item => pack(item))) }
  },
)
const cart = { id: '7', items: ['tea', 'milk'] }
const options: ScenarioOptions = {
  activities: {
    charge: async (id: string) => `receipt ${id}`,
    pack: async (item: string) => `box of ${item}`,
  },
  children: { gift: async (to: string) => `gift for ${to}` },
  lambdas: { thumb: () => 'small' },
}

/** A scenario of an order up to its last activities. */
async function paid(): Promise<Scenario> {
  const execution = await scenario(order, cart, options)
  await execution.complete(charge)
  await execution.signal(approved, { by: 'ann' })
  await execution.completeChild(gift)
  await execution.completeLambda('thumb')
  return execution
}

describe('a scenario', () => {
  it('consists of the steps that the test calls, and the workflow decides after each', async () => {
    const execution = await paid()
    await execution.timeOut(pack, { worked: true, nth: 1 })
    await execution.fail(pack, new RangeError('no box'), { input: 'milk' })
    await execution.advanceToNextDeadline()
    const { closeStatus, result, worked } = await execution.runToEnd()
    expect([closeStatus, result]).toEqual([
      'COMPLETED',
      { receipt: 'receipt 7', boxes: ['box of tea', 'box of milk'] },
    ])
    expect(worked(pack).map(({ input, attempt, answered }) => [input, attempt, answered])).toEqual([
      ['tea', 1, false],
      ['tea', 2, true],
      ['milk', 2, true],
    ])
    expect(execution.sentences).toEqual([
      "charge('7') completed: 'receipt 7'",
      "signal 'approved' arrived: { by: 'ann' }",
      "child gift('ann') completed",
      'Lambda function thumb(1) completed',
      "pack('tea') timed out after its work was done",
      "pack('milk') failed: RangeError: no box",
      '1 second later the wait before the next attempt of pack ended',
      "pack('tea') (attempt 2) completed: 'box of tea'",
      'then the wait before the next attempt of pack ended',
      "pack('milk') (attempt 2) completed: 'box of milk'",
    ])
  })

  it('returns the source lines where the workflow waits', async () => {
    const [first] = await (await paid()).where()
    expect(first!.operation).toBe('all(…)')
    expect(first!.lines[0]).toMatch(/scenario\.test\.ts:\d+/)
  })

  it.each<[string, (execution: Scenario) => Promise<unknown>, string]>([
    [
      'an activity that is not open',
      execution => execution.complete(charge),
      "complete(charge) isn't possible here: no matching activity is open. Open: activity 'pack' (id '4.1.1', scheduled), activity 'pack' (id '4.2.1', scheduled)",
    ],
    [
      'an input that no open activity has',
      execution => execution.complete(pack, { input: 'oil' }),
      "complete(pack) isn't possible here: no matching activity is open. Open: activity 'pack' (id '4.1.1', scheduled), activity 'pack' (id '4.2.1', scheduled)",
    ],
    [
      'a cancel that the workflow has not requested',
      execution => execution.cancel(pack),
      "cancel(pack) isn't possible here: the workflow has not requested to cancel it. Open: activity 'pack' (id '4.1.1', scheduled), activity 'pack' (id '4.2.1', scheduled)",
    ],
    [
      'a child that is not open',
      execution => execution.failChild(gift),
      "Child gift isn't possible here: no such child with a mock is open. Open: activity 'pack' (id '4.1.1', scheduled), activity 'pack' (id '4.2.1', scheduled)",
    ],
    [
      'a lost decision task, if the options do not allow it',
      execution => execution.loseDecision(),
      "loseDecision() isn't possible here: no decision task is waiting, or `decisionTimeouts` is used up. Open: activity 'pack' (id '4.1.1', scheduled), activity 'pack' (id '4.2.1', scheduled)",
    ],
  ])('refuses %s', async (_, step, message) => {
    const execution = await paid()
    await expect(step(execution)).rejects.toMatchObject({ code: 'STEP_IMPOSSIBLE', message })
    expect((await execution.runToEnd()).closeStatus).toBe('COMPLETED') // the scenario continues from the same state
  })

  it('refuses steps after the end', async () => {
    const execution = await paid()
    await execution.runToEnd()
    await expect(execution.signal(approved, { by: 'bob' })).rejects.toThrow(
      "Signal 'approved' isn't possible here: the execution is closed (COMPLETED). Open: nothing",
    )
  })

  it('fails at its end if a signal was sent that the workflow never asked for', async () => {
    const execution = await paid()
    await execution.signal('aproved', { by: 'bob' })
    await expect(execution.runToEnd()).rejects.toMatchObject({ code: 'SIGNAL_UNKNOWN' })
  })

  it('lets an activity and a Lambda function time out if their mocks never answer', async () => {
    const both = workflow({ name: 'both', executionStartToClose: '1 day' }, async function* () {
      const ends = yield* allSettled([
        lambda('thumb', 1, { startToClose: '1m' }),
        pack.with({ retry: { maximumAttempts: 1 } })('tea'),
      ])
      return ends.map(one => (one.status === 'fulfilled' ? one.value : (one.reason as Error).name))
    })
    const mocks = { activities: { pack: hanging() }, lambdas: { thumb: hanging() } }
    const execution = await scenario(both, undefined, mocks)
    const { result, worked } = await execution.runToEnd()
    expect([result, worked()]).toEqual([['LambdaTimedOutError', 'ActivityTimedOutError'], []])
    expect(execution.sentences).toEqual([
      "pack('tea') is started and never answers",
      'Lambda function thumb(1) is started and never answers',
      '1 minute later Lambda function thumb timed out',
      '4 minutes later activity pack timed out',
    ])
  })

  it('knows the work of an activity that is left open, and lets it time out', async () => {
    const once = workflow({ name: 'once', executionStartToClose: '1 day' }, async function* () {
      return yield* pack.with({ retry: { maximumAttempts: 1 } })('tea')
    })
    const execution = await scenario(once, undefined, { activities: { pack: () => completeLater() } })
    const { error, worked } = await execution.runToEnd()
    expect(error).toMatchObject({ code: 'ACTIVITY_TIMED_OUT' })
    expect(worked()).toMatchObject([{ name: 'pack', input: 'tea', result: undefined, answered: false }])
  })

  it('uses up a signal of the options when the test sends the same one', async () => {
    const twice = workflow({ name: 'twice', executionStartToClose: '1 day' }, async function* () {
      const first = yield* approved
      const second = yield* race({ approved, late: sleep('1h') })
      return [first.by, second.winner]
    })
    const signals = [send(approved, { by: 'ann' })]
    const same = await scenario(twice, undefined, { signals })
    await same.signal(approved, { by: 'ann' })
    expect((await same.runToEnd()).result).toEqual(['ann', 'late'])
    const other = await scenario(twice, undefined, { signals })
    await other.signal(approved, { by: 'bob' })
    expect((await other.runToEnd()).result).toEqual(['bob', 'approved'])
  })

  it('returns views that later steps do not change', async () => {
    const execution = await scenario(order, cart, options)
    const paid = await execution.complete(charge)
    const before = structuredClone({ ...paid, worked: paid.worked(), done: paid.done(), waiting: [] })
    await execution.signal(approved, { by: 'ann' })
    await execution.runToEnd()
    expect({ ...paid, worked: paid.worked(), done: paid.done(), waiting: [] }).toEqual(before)
  })

  it('has decision tasks as steps of their own: taken, answered, lost', async () => {
    const execution = await scenario(order, cart, { ...options, batches: true, decisionTimeouts: 1 })
    await execution.complete(charge)
    await execution.loseDecision()
    await execution.takeDecision()
    await execution.signal(approved, { by: 'ann' })
    const { history } = await execution.decide()
    expect(history.events.slice(7).map(({ eventType }) => eventType)).toEqual([
      'DecisionTaskScheduled',
      'DecisionTaskStarted',
      'DecisionTaskTimedOut',
      'DecisionTaskScheduled',
      'DecisionTaskStarted',
      'WorkflowExecutionSignaled',
      'DecisionTaskScheduled',
      'DecisionTaskCompleted',
      'TimerStarted',
    ])
  })
})

it('the test that an exploration prints runs the scenario that it has found', async () => {
  const checked: ScenarioOptions = {
    ...options,
    signals: [send(approved, { by: 'ann' })],
    outcomes: {
      pack: ['completed', { failed: new RangeError('no box') }, 'timedOutAfterWork'],
      thumb: ['completed'],
    },
    never: {
      'milk is packed twice': ({ done }) => done(pack).filter(({ input }) => input === 'milk').length > 1,
    },
  }
  const found = await explore(order, cart, { ...checked, scenarios: 5000, samples: 0 }).then(
    () => undefined,
    (error: unknown) => error as ScenarioFailedError,
  )
  expect(found?.check).toBe('milk is packed twice')
  const body = found!.test.split('\n').slice(1, -1).join('\n')
  // oxlint-disable-next-line typescript/no-implied-eval -- the test runs the printed code
  const test = new Function(
    'scenario',
    'options',
    'order',
    'charge',
    'pack',
    withoutTypes(`return (async () => {${body}})()`),
  ) as (...given: unknown[]) => Promise<unknown>
  await expect(test(scenario, checked, order, charge, pack)).rejects.toMatchObject({
    code: 'SCENARIO_FAILED',
    check: 'milk is packed twice',
    steps: found!.steps,
  })
  expect(found!.steps).toHaveLength(7)
})
