import { activities, all, log, patched, signal, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { everyCrash, everyDeployment, run, send, type RunOptions } from '../index.ts'

interface Impl {
  charge(id: string): Promise<string>
  pack(item: string): Promise<string>
  check(id: string): Promise<boolean>
}
const { charge, pack, check } = activities<Impl>({ startToClose: '5m', retry: { maximumAttempts: 5 } })
const { charge: chargeOnce } = activities<Impl>({ startToClose: '5m' })
const week = { executionStartToClose: '7 days' } as const

const order = workflow({ name: 'order', ...week }, async function* (id: string) {
  const receipt = yield* charge(id)
  yield* sleep('1 day')
  return { receipt, boxes: yield* all(['tea', 'milk'].map(item => pack(item))) }
})
const fragile = workflow({ name: 'fragile', ...week }, async function* (id: string) {
  return yield* chargeOnce(id)
})
const shop = {
  charge: async (id: string) => `receipt ${id}`,
  pack: async (item: string) => `box of ${item}`,
  check: async () => true,
}
const done = { receipt: 'receipt 7', boxes: ['box of tea', 'box of milk'] }

describe('a process crashes at every point', () => {
  it('and a workflow whose activities are retried ends as without a crash', async () => {
    const crashes = await everyCrash(order, '7', { activities: shop })
    expect(crashes.map(({ point, what }) => `${point}: ${what}`)).toEqual([
      'a decider has taken a decision task: order-1',
      'a decider has answered a decision task: order-1',
      "a worker has taken an activity: charge '1'",
      "a worker has done the work of an activity: charge '1'",
      'a decider has taken a decision task: order-1',
      'a decider has answered a decision task: order-1',
      'a decider has taken a decision task: order-1',
      'a decider has answered a decision task: order-1',
      "a worker has taken an activity: pack '3.1.1'",
      "a worker has taken an activity: pack '3.2.1'",
      "a worker has done the work of an activity: pack '3.1.1'",
      'a decider has taken a decision task: order-1',
      'a decider has answered a decision task: order-1',
      "a worker has done the work of an activity: pack '3.2.1'",
      'a decider has taken a decision task: order-1',
      'a decider has answered a decision task: order-1',
    ])
    expect(crashes.map(({ run }) => run.result)).toEqual(crashes.map(() => done))
    const [lostDecision, , lostActivity, lostAnswer] = crashes.map(({ run }) => run)
    expect(lostDecision!.history.events.map(({ eventType }) => eventType)).toContain('DecisionTaskTimedOut')
    expect(lostActivity!.calls.map(({ name, attempt }) => `${name} ${attempt}`)).toContain('charge 2')
    expect(lostAnswer!.calls.map(({ name, outcome }) => `${name} ${outcome}`).slice(0, 2)).toEqual([
      'charge lost',
      'charge completed',
    ])
  })

  it('and an activity without a retry that changes the end is reported', async () => {
    await expect(everyCrash(fragile, '7', { activities: shop })).rejects.toMatchObject({
      code: 'CRASH_NOT_TOLERATED',
      point: 'a worker has taken an activity',
      message: expect.stringMatching(
        /Workflow 'fragile' ended FAILED \(ActivityTimedOutError: .*\) and not COMPLETED with 'receipt 7', as it does without a crash, when a process crashed at this point: a worker has taken an activity \(charge '1'\)/,
      ) as string,
    })
  })

  it('and another check may be given: no customer is charged twice', async () => {
    let charged: string[] = []
    const options = (): RunOptions => {
      charged = []
      return { activities: { ...shop, charge: async (id: string) => `receipt ${charged.push(id)}` } }
    }
    const twice = everyCrash(order, '7', options, () => charged.length === 1)
    await expect(twice).rejects.toMatchObject({
      code: 'CRASH_NOT_TOLERATED',
      point: 'a worker has done the work of an activity',
      what: "charge '1'",
    })
  })
})

describe('faults of the local SWF, by a seed', () => {
  it.each([
    ['requests are lost', { lostRequests: 0.3 }],
    ['answers are lost, also those of polls with a task', { lostResponses: 0.2 }],
    ['throttles and failures', { throttles: 0.2, failures: 0.2 }],
    ['tasks that two workers get', { duplicateTasks: 0.5 }],
    ['decision tasks time out', { deadPolls: 0.5, actions: ['PollForDecisionTask'] }],
    [
      'all of these',
      { lostRequests: 0.1, lostResponses: 0.1, throttles: 0.1, duplicateTasks: 0.1, deadPolls: 0.1 },
    ],
  ])('%s: the result is the same', async (_, faults) => {
    for (let seed = 1; seed <= 20; seed++) {
      const { result } = await run(order, '7', { activities: shop, faults: { ...faults, seed } })
      expect([seed, result]).toEqual([seed, done])
    }
  })

  it('the same seed gives the same history', async () => {
    const eventsOf = async (seed: number) =>
      (await run(order, '7', { activities: shop, faults: { seed, lostResponses: 0.3 } })).history.events
    expect(await eventsOf(3)).toEqual(await eventsOf(3))
    expect(await eventsOf(3)).not.toEqual(await eventsOf(4))
  })

  it('an invalid probability is refused', () => {
    expect(() => run(order, '7', { faults: { lostRequests: 2 } })).toThrow(
      'faults.lostRequests is 2: expected a probability from 0 to 1',
    )
  })
})

describe('a second decider with older code', () => {
  const v2 = workflow({ name: 'order', ...week }, async function* (id: string) {
    const receipt = yield* charge(id)
    if (yield* patched('check')) yield* check(id)
    yield* sleep('1 day')
    return { receipt, boxes: yield* all(['tea', 'milk'].map(item => pack(item))) }
  })
  const careless = workflow({ name: 'order', ...week }, async function* (id: string) {
    const receipt = yield* charge(id)
    yield* check(id)
    yield* sleep('1 day')
    return { receipt, boxes: yield* all(['tea', 'milk'].map(item => pack(item))) }
  })

  it("lets a task that it can't decide time out, and the new one continues", async () => {
    const ran = await run(v2, '7', { activities: shop, oldCode: order })
    expect(ran.result).toEqual(done)
    expect(ran.history.events.map(({ eventType }) => eventType)).toContain('DecisionTaskTimedOut')
  })

  it('keeps what the older code logs, asks for and waits for', async () => {
    const talking = (line: string) =>
      workflow({ name: 'talking', ...week }, async function* () {
        yield* log.info(line)
        yield* sleep('1h')
        return yield* signal<string>('go')
      })
    const signals = [send('go', 'now')]
    const oldCodeDecides = () => true
    const going = run(talking('new'), undefined, { oldCode: talking('old'), oldCodeDecides, signals })
    const { waiting } = await going.untilIdle()
    expect(waiting).toMatchObject([{ kind: 'timer' }])
    const { logs, result } = await going
    expect([logs.map(({ message }) => message), result]).toEqual([['old'], 'now'])
  })

  it('at every point of a deployment, patched code continues what older code has begun', async () => {
    const runs = await everyDeployment(v2, '7', { activities: shop, oldCode: order })
    expect(runs.map(({ result }) => result)).toEqual(runs.map(() => done))
    expect(runs).toHaveLength(7)
  })

  it('a change without patched(…) is reported with the diff', async () => {
    await expect(everyDeployment(careless, '7', { activities: shop, oldCode: order })).rejects.toMatchObject({
      code: 'DEPLOYMENT_INCOMPATIBLE',
      cause: { code: 'NON_DETERMINISM' },
      message: expect.stringMatching(
        /The new code fails if the older code decides the first 2 decision tasks:\n[^]*- history: event \d+ TimerStarted id '2'[^]*faults\.test\.ts/,
      ) as string,
    })
  })
})
