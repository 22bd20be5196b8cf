import {
  activities,
  all,
  allSettled,
  child,
  fork,
  isReyieldError,
  lambda,
  race,
  shield,
  signal,
  sleep,
  workflow,
  type AnyWorkflow,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { explore, send, type ExploreOptions, type ScenarioFailedError, type ScenarioView } from '../index.ts'

interface Impl {
  charge(n: number): Promise<string>
  ship(n: number): Promise<string>
}
const { charge, ship } = activities<Impl>({ startToClose: '5m' })
const { charge: chargeAgain } = activities<Impl>({ startToClose: '5m', retry: { maximumAttempts: 2 } })
const approved = signal<string>('approved')
const day = { executionStartToClose: '1 day' } as const
const shop = { charge: async (n: number) => `receipt ${n}`, ship: async (n: number) => `parcel ${n}` }
const calm: ExploreOptions = { activities: shop, cancelRequests: 0 }
const three = { outcomes: { charge: ['completed', 'failed', 'timedOut'] } } as const

const serial = workflow({ name: 'serial', ...day }, async function* (n: number) {
  return [yield* charge(n), yield* ship(n)]
})
const sideBySide = workflow({ name: 'sideBySide', ...day }, async function* (n: number) {
  return yield* all(Array.from({ length: n }, (_, i) => charge(i)))
})
const settled = workflow({ name: 'settled', ...day }, async function* (n: number) {
  return (yield* allSettled(Array.from({ length: n }, (_, i) => charge(i)))).length
})
const sharing = workflow({ name: 'sharing', ...day }, async function* (n: number) {
  const order: number[] = []
  yield* allSettled(
    Array.from({ length: n }, (_, i) =>
      (async function* () {
        yield* charge(i)
        order.push(i)
      })(),
    ),
  )
  return order
})
const waiting = workflow({ name: 'waiting', ...day }, async function* (n: number) {
  const answer = yield* race({ approved, late: sleep('1h') })
  return answer.winner === 'late' ? 'late' : yield* charge(n)
})

/** What an exploration has covered, in short form. */
async function covered(definition: AnyWorkflow, input: unknown, options: ExploreOptions) {
  const { complete, scenarios, reordered, closeStatuses } = await explore(
    definition as never,
    input as never,
    options,
  )
  return { complete, scenarios, reordered, closeStatuses }
}

describe('an exploration runs all scenarios', () => {
  it('of two activities that follow each other: completed, failed, timed out with and without the work done', async () => {
    expect(await covered(serial, 1, calm)).toEqual({
      complete: true,
      scenarios: 1 + 3 + 3,
      reordered: 0,
      closeStatuses: { COMPLETED: 1, FAILED: 6 },
    })
  })

  it('of five parallel activities: the first failure ends it, and orders of completions run once', async () => {
    expect(await covered(sideBySide, 5, { ...calm, ...three })).toEqual({
      complete: true,
      scenarios: 1 + 5 * 2 * 2 ** 4, // which one fails, how, and which have completed by then
      reordered: 0,
      closeStatuses: { COMPLETED: 1, FAILED: 160 },
    })
  })

  it('of five activities that are all awaited: each ends in three ways, and their order does not matter', async () => {
    expect(await covered(settled, 5, { ...calm, ...three })).toMatchObject({
      complete: true,
      scenarios: 3 ** 5,
    })
  })

  it('of branches with code of their own, in every order', async () => {
    expect(await covered(sharing, 3, { ...calm, ...three })).toMatchObject({
      complete: true,
      scenarios: 6 * 3 ** 3,
    })
  })

  it('of a signal, a timer and a cancel request, each at every point', async () => {
    const ends: unknown[] = []
    await explore(waiting, 1, {
      ...calm,
      cancelRequests: 1,
      signals: [send(approved, 'ann')],
      outcomes: { charge: ['completed'] },
      finally: {
        'the end is recorded': ({ closeStatus, result, signals, unread, cancelRequests }) =>
          void ends.push([closeStatus, result, signals.length, unread.length, cancelRequests]),
      },
    })
    expect(ends).toEqual([
      ['COMPLETED', 'receipt 1', 1, 0, 0],
      ['COMPLETED', 'late', 0, 0, 0],
      ['CANCELED', undefined, 0, 0, 1],
      ['CANCELED', undefined, 1, 0, 1],
    ])
  })

  it('of retries with waits, and of an activity that is asked to cancel itself', async () => {
    const again = workflow({ name: 'again', ...day }, async function* () {
      return (yield* race({ paid: chargeAgain(1), late: sleep('1h') })).winner
    })
    const scenarios: string[] = []
    await explore(again, undefined, {
      ...calm,
      outcomes: { charge: ['completed', 'failed', 'canceled'] },
      finally: {
        'the end is recorded': ({ result, error, done, worked }) =>
          void scenarios.push(
            `${(result as string | undefined) ?? (error as Error).name} ${worked().length} ${done().length}`,
          ),
      },
    })
    expect(scenarios.toSorted()).toEqual([
      'ActivityFailedError 0 0', // both attempts fail
      'late 0 0', // before or during the second attempt, …
      'late 0 0',
      'paid 1 1',
      'paid 1 1',
    ])
  })

  it('of children, mocked or real, and of Lambda functions', async () => {
    const kid = workflow({ name: 'kid', ...day }, async function* (n: number) {
      return yield* charge(n)
    })
    const parent = workflow({ name: 'parent', ...day }, async function* () {
      const [one, two] = yield* allSettled([child(kid, 1), lambda('thumb', 1, { startToClose: '1m' })])
      return [one.status, two.status]
    })
    const lambdas = { thumb: () => 'small' }
    const two = { outcomes: { kid: ['completed', 'failed'], charge: ['completed', 'failed'] } } as const
    const mocked = { ...calm, ...two, lambdas, children: { kid: async (n: number) => n } }
    expect(await covered(parent, undefined, mocked)).toMatchObject({ complete: true, scenarios: 8 })
    expect(await covered(parent, undefined, { ...calm, ...two, lambdas, children: [kid] })).toMatchObject({
      complete: true,
    })
  })

  it('of children that time out, if the outcomes contain it', async () => {
    const kid = workflow({ name: 'kid', ...day }, async function* (n: number) {
      return yield* charge(n)
    })
    const parent = workflow({ name: 'parent', executionStartToClose: '7 days' }, async function* () {
      return yield* child(kid, 1)
    })
    const mocked = { ...calm, children: { kid: async (n: number) => n } }
    const fails = { ...mocked, outcomes: { kid: ['completed', 'failed'] } } as const
    expect(await covered(parent, undefined, fails)).toMatchObject({
      closeStatuses: { COMPLETED: 1, FAILED: 1 },
    })
    expect(await covered(parent, undefined, mocked)).toMatchObject({
      closeStatuses: { COMPLETED: 1, FAILED: 2 },
    })
  })

  it('of decision tasks that time out, and of several events in one', async () => {
    const lost = { ...calm, outcomes: { charge: ['completed'], ship: ['completed'] } } as const
    expect(await covered(serial, 1, lost)).toMatchObject({ scenarios: 1 })
    expect(await covered(serial, 1, { ...lost, decisionTimeouts: 1 })).toMatchObject({ scenarios: 3 })
    const kinds = new Set<string>()
    await explore(waiting, 1, {
      ...lost,
      signals: [send(approved, 'ann')],
      cancelRequests: 1,
      batches: true,
      always: {
        'the end is recorded': ({ history }) => {
          for (const { eventType } of history.events) kinds.add(eventType!)
        },
      },
    })
    expect([...kinds]).toContain('CompleteWorkflowExecutionFailed') // UNHANDLED_DECISION: an event arrived meanwhile
  })

  it('with new options for each scenario, if a function creates them', async () => {
    const options: string[][] = []
    await explore(serial, 1, () => {
      const done: string[] = []
      options.push(done)
      return {
        cancelRequests: 0,
        activities: {
          charge: async (n: number) => `${done.push(`charge ${n}`)}`,
          ship: async (n: number) => `${done.push(`ship ${n}`)}`,
        },
        finally: {
          'the mocks keep only the work of this scenario': ({ worked }) => {
            expect(done).toEqual(worked().map(({ name, input }) => `${name} ${String(input)}`))
          },
        },
      }
    })
    expect(options.length).toBeGreaterThan(7)
  })

  it('up to a bound, then samples random ones, the same for the same seed', async () => {
    const options = { ...calm, ...three, scenarios: 50, samples: 20 }
    const first = await explore(sharing, 4, options)
    expect(first).toMatchObject({ complete: false, scenarios: 50, sampled: 20, deviations: 1, seed: 1 })
    expect(await explore(sharing, 4, options)).toEqual(first)
  })

  it('and counts signals that are left unread', async () => {
    const deaf = workflow({ name: 'deaf', ...day }, async function* () {
      yield* approved.pending()
      yield* charge(1)
    })
    const { scenarios, unread } = await explore(deaf, undefined, {
      ...calm,
      signals: [send(approved, 'ann')],
    })
    expect([scenarios, unread]).toEqual([8, { approved: 4 }])
  })
})

/** The failure that an exploration finds. */
const failureOf = (exploring: Promise<unknown>): Promise<ScenarioFailedError> =>
  exploring.then(
    () => Promise.reject(new Error('nothing was found')),
    (error: unknown) =>
      isReyieldError(error, 'SCENARIO_FAILED') ? (error as ScenarioFailedError) : Promise.reject(error),
  )

describe('a failed check', () => {
  it('is reported with the shortest scenario, in sentences and as a test', async () => {
    const long = workflow({ name: 'long', ...day }, async function* (n: number) {
      yield* charge(1)
      yield* sleep('1m')
      const receipt = yield* charge(n)
      yield* sleep('2 days')
      return receipt
    })
    const { message } = await failureOf(
      explore(long, 7, {
        ...calm,
        never: { 'seven is charged': ({ done }) => done(charge).some(({ input }) => input === 7) },
      }),
    )
    expect(message).toBe(`This must never hold, but it does: "seven is charged"
The scenario (3 steps) of workflow 'long' with input 7:
  1. charge(1) completed: 'receipt 1'
  2. 1 minute later timer '2' fired
  3. charge(7) completed: 'receipt 7'
  then the execution is open, and waits for timer '4'
As a test:
  it('seven is charged', async () => {
    const execution = await scenario(long, 7 as never, options)
    await execution.complete(charge)
    await execution.advanceToNextDeadline()
    await execution.complete(charge)
    await execution.runToEnd()
  })`)
  })

  it('may depend on work that is done after the execution has closed', async () => {
    const both = workflow({ name: 'both', ...day }, async function* () {
      try {
        return yield* all([charge(1), ship(1)])
      } catch (error) {
        yield* shield(charge(0)) // pays back what was charged so far
        throw error
      }
    })
    const options = {
      ...calm,
      outcomes: { charge: ['completed', 'timedOutAfterWork'], ship: ['completed', 'failed'] },
      finally: {
        'every charge is paid back at the end': ({ closeStatus, done }: ScenarioView) =>
          closeStatus === 'COMPLETED' || done(charge).at(-1)?.input === 0,
      },
    } as const
    expect(await failureOf(explore(both, undefined, options))).toMatchObject({
      check: 'every charge is paid back at the end',
      steps: [
        'ship(1) failed: ExploredFailure: ship failed',
        'charge(1) was canceled on request',
        "charge(0) completed: 'receipt 0'",
        'the work of charge(1) was done, though the workflow no longer waited for it',
      ],
    })
    const waits = workflow({ name: 'both', ...day }, async function* () {
      try {
        return yield* all([charge.with({ cancellation: 'wait' })(1), ship(1)])
      } catch (error) {
        yield* shield(charge(0))
        throw error
      }
    })
    expect(await covered(waits, undefined, options)).toMatchObject({ complete: true })
  })

  it('is reported with the error that it threw', async () => {
    const { message, cause } = await failureOf(
      explore(serial, 1, { ...calm, finally: { 'all is shipped': ({ result }) => expect(result).toBe(1) } }),
    )
    expect(message).toMatch(
      /Final check failed: "all is shipped"\n {2}AssertionError: expected \[ 'receipt 1', 'parcel 1' \] to be 1/,
    )
    expect(cause).toMatchObject({ name: 'AssertionError' })
  })

  it.each<[string, () => Promise<unknown>, Partial<ScenarioFailedError>]>([
    [
      'a workflow that gets stuck',
      () => explore(waiting, 1, { ...calm, mayWaitFor: [] }).then(() => explore(stuckWhenRefused, 1, calm)),
      {
        kind: 'stuck',
        check: 'the workflow never gets stuck',
        steps: ['charge(1) failed: ExploredFailure: charge failed'],
      },
    ],
    [
      'a workflow that never ends',
      () => explore(endless, undefined, { ...calm, steps: 20 }),
      { kind: 'endless', check: 'a scenario ends within 20 steps' },
    ],
    [
      'a history that grows too long',
      () => explore(endless, undefined, { ...calm, events: 30 }),
      { kind: 'events', check: 'the history stays within 30 events' },
    ],
    [
      'replays that disagree',
      () => explore(forgetful(), undefined, { ...calm, guards: 'off' }),
      { kind: 'error', check: 'no decision task throws an error (REPLAYS_INCONSISTENT)' },
    ],
    [
      'a check that is async, and so could never fail',
      () => explore(serial, 1, { ...calm, always: { 'is checked': async () => false } }),
      { kind: 'always', check: 'is checked' },
    ],
  ])('%s', async (_, exploring, failure) => {
    expect(await failureOf(exploring())).toMatchObject(failure)
  })

  it('is not reported for a workflow that may wait forever at that point', async () => {
    const { closeStatuses } = await explore(stuckWhenRefused, 1, { ...calm, mayWaitFor: [approved] })
    expect(closeStatuses).toEqual({ COMPLETED: 1, OPEN: 3 })
  })

  it('is not reported for a workflow that joins a fork that may wait forever', async () => {
    const joining = workflow({ name: 'joining', ...day }, async function* (n: number) {
      const asked = yield* fork(all([approved, charge(n)]))
      return yield* asked.join()
    })
    const { closeStatuses } = await explore(joining, 1, { ...calm, mayWaitFor: [approved] })
    expect(closeStatuses).toEqual({ FAILED: 3, OPEN: 1 })
  })

  it.each<[string, ExploreOptions, string, string]>([
    [
      'a signal that the workflow never asks for',
      { signals: [send('aproved', 'ann')], cancelRequests: 0 },
      'SIGNAL_UNKNOWN',
      "Workflow 'waiting' never asked for signal 'aproved', which was sent. It asked for 'approved'. Declare the signal once with signal(…), and use the declaration in both places",
    ],
    [
      'an outcome of an activity that never occurs',
      { outcomes: { chrage: ['completed'] }, signals: [send(approved, 'ann')], cancelRequests: 0 },
      'STEP_IMPOSSIBLE',
      "outcomes.chrage isn't possible here: no scenario has an activity, child or Lambda function of this name, and no mock has it. Names that occurred: charge. Open: nothing",
    ],
  ])('rejects options that name %s', async (_, options, code, message) => {
    await expect(explore(waiting, 1, { ...options, activities: shop })).rejects.toMatchObject({
      code,
      message,
    })
  })

  it('a missing mock is not reported as a failed scenario', async () => {
    await expect(explore(serial, 1, { activities: { charge: shop.charge } })).rejects.toMatchObject({
      code: 'MOCK_MISSING',
      message: expect.stringMatching(/Activity 'ship' 1\.0/) as string,
    })
  })
})

const stuckWhenRefused = workflow({ name: 'stuckWhenRefused', ...day }, async function* (n: number) {
  try {
    return yield* charge(n)
  } catch {
    return yield* approved
  }
})
const endless = workflow({ name: 'endless', executionStartToClose: '300 days' }, async function* () {
  for (;;) yield* sleep('1m')
})
/** Keeps state outside of the workflow. */
const forgetful = () => {
  let runs = 0
  return workflow({ name: 'forgetful', ...day }, async function* () {
    const mine = runs++
    yield* charge(1)
    yield* charge(mine)
    yield* ship(mine)
  })
}
