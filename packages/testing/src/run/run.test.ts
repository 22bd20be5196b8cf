import { completeLater, type CompleteLater } from '@reyield/worker'
import {
  activities,
  activity,
  all,
  child,
  continueAsNew,
  isReyieldError,
  lambda,
  log,
  now,
  race,
  signal,
  signalExternal,
  sleep,
  status,
  workflow,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import {
  delayed,
  failing,
  hanging,
  mock,
  run,
  send,
  waitingFor,
  type MockContext,
  type Mocks,
} from '../index.ts'

interface Impl {
  charge(order: { id: string }): Promise<string>
  pack(item: string): Promise<string>
  refund(receipt: string): Promise<void>
}
const { charge, pack, refund } = activities<Impl>({ startToClose: '5m', retry: { maximumAttempts: 3 } })
const approved = signal<{ by: string }>('approved')
const note = signal<string>('note')

const order = workflow(
  { name: 'order', executionStartToClose: '7 days' },
  async function* (input: { id: string; items: string[] }) {
    const receipt = yield* charge({ id: input.id })
    yield* status({ waitingFor: 'approval' })
    const answer = yield* race({ approved, late: sleep('2 days') })
    if (answer.winner === 'late') {
      yield* refund(receipt)
      return { state: 'expired' as const, at: yield* now() }
    }
    const notes = yield* note.drain()
    yield* log.info('approved', { by: answer.value.by })
    const boxes = yield* all(input.items.map(item => pack(item)))
    return { state: 'shipped' as const, boxes, notes }
  },
)
const cart = { id: '7', items: ['tea', 'milk'] }
const shop = {
  charge: async ({ id }) => `receipt ${id}`,
  pack: async item => `box of ${item}`,
  refund: async () => undefined,
} satisfies Mocks<Impl>

describe('a run', () => {
  it('lets a mock wait in simulated time for two things at once', async () => {
    const mocks = {
      ...shop,
      charge: async (_: never, { sleep: wait }: MockContext) => {
        await Promise.all([wait('1m'), wait('2m')])
        await Promise.race([wait('1m'), wait('1h')])
        return 'receipt'
      },
    }
    const going = run(order, cart, { activities: mocks, wallClockTimeout: '100ms' })
    const { now } = await going.until(waitingFor(approved))
    expect(now).toEqual(new Date('2026-01-01T00:03:00Z'))
  })

  it('runs a workflow to its end, with functions as activities and signals that the workflow waits for', async () => {
    const ran = await run(order, cart, { activities: shop, signals: [send(approved, { by: 'ann' })] })
    expect({
      ...ran,
      raw: ran.raw.length,
      history: ran.history.events.length,
      runs: ran.runs.length,
    }).toEqual({
      decisions: [
        { schedule: 'charge', id: '1', input: { id: '7' } },
        { startTimer: '2.2.1', seconds: 172_800 },
        { cancelTimer: '2.2.1' },
        { schedule: 'pack', id: '3.1.1', input: 'tea' },
        { schedule: 'pack', id: '3.2.1', input: 'milk' },
        { complete: { state: 'shipped', boxes: ['box of tea', 'box of milk'], notes: [] } },
      ],
      raw: 6,
      waiting: [],
      status: { value: { waitingFor: 'approval' } },
      logs: [{ level: 'info', message: 'approved', fields: { by: 'ann' } }],
      closeStatus: 'COMPLETED',
      warnings: [],
      result: { state: 'shipped', boxes: ['box of tea', 'box of milk'], notes: [] },
      error: undefined,
      history: 29,
      runs: 1,
      calls: [
        { kind: 'activity', name: 'charge', id: '1', attempt: 1, input: { id: '7' }, outcome: 'completed' },
        { kind: 'activity', name: 'pack', id: '3.1.1', attempt: 1, input: 'tea', outcome: 'completed' },
        { kind: 'activity', name: 'pack', id: '3.2.1', attempt: 1, input: 'milk', outcome: 'completed' },
      ],
      now: new Date('2026-01-01T00:00:00Z'),
    })
  })

  it('skips time in which nothing happens', async () => {
    const { result } = await run(order, cart, { activities: shop })
    expect(result).toEqual({ state: 'expired', at: new Date('2026-01-03T00:00:00Z') })
  })

  it('stops where a test wants to inspect it, and continues', async () => {
    const going = run(order, cart, { activities: shop })
    const { status, waiting } = await going.until(waitingFor(approved, 'timer'))
    expect(status).toEqual({ value: { waitingFor: 'approval' } })
    expect(waiting.map(({ kind, id }) => [kind, id])).toEqual([
      ['timer', '2.2.1'],
      ['signal', 'approved'],
    ])
    going.signal(note, 'hurry')
    const { now } = await going.advance('1 day')
    expect(now).toEqual(new Date('2026-01-02T00:00:00Z'))
    going.restart().signal(approved, { by: 'bob' })
    expect((await going).result).toMatchObject({ state: 'shipped', notes: ['hurry'] })
    expect((await going).closeStatus).toBe('COMPLETED') // it has ended, so awaiting it again changes nothing
  })

  it('returns the source lines where the workflow waits', async () => {
    const going = run(order, cart, { activities: shop })
    await going.until(waitingFor(approved))
    const [first] = await going.where({ variables: true })
    expect(first!.operation).toBe('race(…)')
    expect(first!.lines[0]).toMatch(/run\.test\.ts:\d+:\d+/)
    expect(first!.variables).toMatchObject({ receipt: '"receipt 7"' })
  })

  it('can be canceled and terminated', async () => {
    const canceled = run(order, cart, { activities: shop })
    await canceled.until(waitingFor(approved))
    expect((await canceled.requestCancel()).closeStatus).toBe('CANCELED')
    const terminated = run(order, cart, { activities: shop })
    await terminated.until(waitingFor(approved))
    expect((await terminated.terminate('enough')).closeStatus).toBe('TERMINATED')
  })

  it('ends by its execution timeout if a test lets that time pass', async () => {
    const endless = workflow({ name: 'endless', executionStartToClose: '1h' }, function* () {
      yield* approved
    })
    const going = run(endless, undefined)
    expect((await going.advance('1h')).closeStatus).toBe('TIMED_OUT')
  })
})

describe('the mock of an activity', () => {
  it('gets the attempt: fails twice, then succeeds', async () => {
    const attempts: number[] = []
    const { result, calls } = await run(order, cart, {
      activities: [
        mock(charge, ({ id }, { attempt }) => {
          attempts.push(attempt)
          if (attempt < 3) throw new Error('busy')
          return `receipt ${id}`
        }),
        mock(refund, () => undefined),
      ],
    })
    expect(attempts).toEqual([1, 2, 3])
    expect(calls.map(({ name, attempt, outcome }) => `${name} ${attempt} ${outcome}`)).toEqual([
      'charge 1 failed',
      'charge 2 failed',
      'charge 3 completed',
      'refund 1 completed',
    ])
    expect(result).toMatchObject({ state: 'expired' })
    const again = await run(order, cart, {
      activities: [
        mock(charge, failing(new Error('busy'), { times: 2, then: async () => 'receipt' })),
        mock(refund, () => undefined),
      ],
    })
    expect(again.calls.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'completed', 'completed'])
  })

  it('never answers, and a timeout ends the activity', async () => {
    const { error, calls, now } = await run(order, cart, { activities: [mock(charge, hanging())] })
    expect(error).toMatchObject({ code: 'ACTIVITY_TIMED_OUT', timeoutType: 'START_TO_CLOSE' })
    expect(calls.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, undefined],
    ])
    expect(now.getTime() - Date.UTC(2026, 0, 1)).toBeGreaterThan(15 * 60_000)
  })

  it('leaves an activity open with completeLater(), and stands in for what completes it', async () => {
    const approving = {
      approve: async (_: string): Promise<string | CompleteLater> => completeLater(),
    }
    const { approve } = activities<typeof approving>({ startToClose: '3 days' })
    const asking = workflow({ name: 'asking', executionStartToClose: '7 days' }, async function* () {
      const by: string = yield* approve('order 7')
      return { by, at: yield* now() }
    })
    const open = await run(asking, undefined, { activities: approving satisfies Mocks<typeof approving> })
    expect(open.error).toMatchObject({ code: 'ACTIVITY_TIMED_OUT', timeoutType: 'START_TO_CLOSE' })
    const unlimited = approve.with({ startToClose: 'NONE' })
    const forever = workflow({ name: 'forever', executionStartToClose: '7 days' }, async function* () {
      return yield* unlimited('order 7')
    })
    await expect(run(forever, undefined, { activities: [mock(approve, approving.approve)] })).rejects.toThrow(
      'The mock of approve never answers, and no timeout ends it.',
    )
    const mocks: Mocks<typeof approving> = { approve: delayed('2 days', () => 'ann') }
    const completed = await run(asking, undefined, { activities: mocks })
    expect(completed.result).toEqual({ by: 'ann', at: new Date('2026-01-03T00:00:00Z') })
    // a child's mock has no task that it could leave open
    const made = workflow({ name: 'made' }, async function* () {
      return yield* child(asking)
    })
    const { error } = await run(made, undefined, {
      children: { asking: () => completeLater<never>() },
    })
    expect(error).toMatchObject({ code: 'CHILD_FAILED', cause: { code: 'PAYLOAD_UNSERIALIZABLE' } })
  })

  it('answers late: the work is done, but the workflow does not get the result', async () => {
    const worked: string[] = []
    const once = activity<string, string>('once', { startToClose: '5m' })
    const late = workflow({ name: 'late', executionStartToClose: '1h' }, async function* () {
      try {
        return yield* once('x')
      } catch (error) {
        if (!isReyieldError(error, 'ACTIVITY_TIMED_OUT')) throw error
        yield* sleep('10m')
        return 'too late'
      }
    })
    const slow = delayed<string, string>('6m', input => {
      worked.push(input)
      return 'done'
    })
    const { result, calls } = await run(late, undefined, { activities: [mock(once, slow)] })
    expect([result, worked, calls[0]!.outcome]).toEqual(['too late', ['x'], 'late'])
  })

  it('sends heartbeats, and learns from them that it must stop', async () => {
    const copy = activity<number, number>('copy', {
      startToClose: '1h',
      heartbeat: '30s',
      cancellation: 'wait',
    })
    const copies = workflow({ name: 'copies', executionStartToClose: '1 day' }, async function* () {
      const winner = yield* race({ copied: copy(5), enough: sleep('1m') })
      return winner.winner
    })
    const beats: number[] = []
    const { result, calls } = await run(copies, undefined, {
      activities: [
        mock(copy, async (files, { heartbeat, sleep, signal }) => {
          for (let file = 1; file <= files; file++) {
            signal.throwIfAborted()
            await sleep('20s')
            await heartbeat({ file })
            beats.push(file)
          }
          return files
        }),
      ],
    })
    expect([result, beats, calls[0]!.outcome]).toEqual(['enough', [1, 2, 3, 4], 'canceled'])
    const unanswered = await run(copies, undefined, { activities: [mock(copy, hanging())] })
    expect(unanswered.error).toMatchObject({ code: 'ACTIVITY_TIMED_OUT', timeoutType: 'HEARTBEAT' })
  })

  it('may be the real function, in real time', async () => {
    const real = {
      ...shop,
      charge: () => new Promise<string>(resolve => setImmediate(() => resolve('real'))),
    }
    const { calls } = await run(order, cart, { activities: real })
    expect(calls.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['charge', 'completed'],
      ['refund', 'completed'],
    ])
  })
})

describe('other executions in a run', () => {
  const ship = workflow({ name: 'ship', executionStartToClose: '1 day' }, async function* (box: string) {
    return yield* pack(box)
  })
  const parent = workflow({ name: 'parent', executionStartToClose: '7 days' }, async function* () {
    return yield* child(ship, 'x')
  })

  it('can be mocks', async () => {
    const { result, calls } = await run(parent, undefined, {
      children: [mock(ship, async box => `shipped ${box}`)],
    })
    expect([result, calls.map(({ kind, name }) => [kind, name])]).toEqual(['shipped x', [['child', 'ship']]])
    const failed = await run(parent, undefined, { children: { ship: failing(new Error('no')) } })
    expect(failed.error).toMatchObject({ code: 'CHILD_FAILED' })
  })

  it('can be real workflows', async () => {
    const { result, calls } = await run(parent, undefined, { children: [ship], activities: shop })
    expect([result, calls.map(({ kind, name }) => [kind, name])]).toEqual([
      'box of x',
      [['activity', 'pack']],
    ])
  })

  it('receive signals if they are open', async () => {
    const runner = workflow({ name: 'runner', executionStartToClose: '1h' }, async function* () {
      try {
        yield* signalExternal({ workflowId: 'billing-7' }, note, 'hello')
        return 'delivered'
      } catch {
        return 'not delivered'
      }
    })
    expect((await run(runner, undefined)).result).toBe('not delivered')
    expect((await run(runner, undefined, { others: ['billing-7'] })).result).toBe('delivered')
  })

  it('continue as new runs', async () => {
    const counter = workflow({ name: 'counter', executionStartToClose: '1h' }, async function* (n: number) {
      yield* sleep('1m')
      if (n < 3) yield* continueAsNew(n + 1)
      return n
    })
    const ran = await run(counter, 1)
    expect([ran.result, ran.runs.length]).toEqual([3, 3])
    expect((await run(counter, 1, { continueAsNew: 'stop' })).closeStatus).toBe('CONTINUED_AS_NEW')
  })

  it('include Lambda functions, which are mocked', async () => {
    const thumbs = workflow({ name: 'thumbs', executionStartToClose: '1h' }, async function* () {
      return yield* lambda<{ width: number }>('thumbnail', { url: 'x' }, { startToClose: '30s' })
    })
    const { result } = await run(thumbs, undefined, {
      lambdas: { thumbnail: ({ url }: { url: string }) => ({ width: url.length }) },
    })
    expect(result).toEqual({ width: 1 })
    expect(
      (
        await run(thumbs, undefined, {
          lambdas: {
            thumbnail: () => {
              throw new Error('no')
            },
          },
        })
      ).error,
    ).toMatchObject({
      code: 'LAMBDA_FAILED',
    })
  })
})

describe('every prefix of a history', () => {
  it('is decided again by a new program, so state outside of the history is found', async () => {
    let runs = 0
    const other = workflow({ name: 'other', executionStartToClose: '1h' }, async function* () {
      const mine = runs++
      yield* pack('a')
      if (mine > 0) yield* pack('b')
      return yield* pack('c')
    })
    await expect(run(other, undefined, { activities: shop })).rejects.toMatchObject({
      code: 'REPLAYS_INCONSISTENT',
    })
    runs = 0
    expect((await run(other, undefined, { activities: shop, prefixes: 'none' })).closeStatus).toBe(
      'COMPLETED',
    )
  })

  it.each([
    ['sampled', 320, 199 + 12 + 45],
    ['all', 320, 319],
    ['none', 320, 0],
  ] as const)('is checked with %s: of %i decision tasks %i', async (prefixes, tasks, checks) => {
    let begun = 0
    const long = workflow({ name: 'long', executionStartToClose: '1 day' }, function* (count: number) {
      begun++
      for (let i = 1; i < count; i++) yield* sleep('1s')
    })
    await run(long, tasks, { prefixes, guards: 'off' })
    expect(begun - 1).toBe(checks)
  })
})

describe('a signal that the workflow never asked for', () => {
  it('is no error if the workflow failed before', async () => {
    const { error } = await run(order, cart, {
      activities: { ...shop, charge: failing(new Error('busy')) },
      signals: [send(approved, { by: 'ann' })],
    })
    expect(error).toMatchObject({ code: 'ACTIVITY_FAILED' })
  })
})

describe('wrong use of a run', () => {
  const misuses: [string, () => PromiseLike<unknown>, string, RegExp][] = [
    [
      'an activity without a mock',
      () => run(order, cart, { activities: { pack: shop.pack } }),
      'MOCK_MISSING',
      /Activity 'charge' 1\.0 \(id '1'\) has no mock\. Add \{ activities: \{ charge: … \} \} to the options\. `activities` has mocks of pack/,
    ],
    [
      'a signal that the workflow never asks for',
      () => run(order, cart, { activities: shop, signals: [send('aproved', { by: 'ann' })] }),
      'SIGNAL_UNKNOWN',
      /Workflow 'order' never asked for signal 'aproved', which was sent\. It asked for 'approved'/,
    ],
    [
      'a workflow that waits for a signal that never arrives',
      () =>
        run(
          workflow({ name: 'waits', executionStartToClose: '1h' }, function* () {
            yield* approved
          }),
          undefined,
        ),
      'RUN_STUCK',
      /Workflow 'waits' is stuck: nothing can happen any longer, but it should run to its end\. It waits for signal 'approved'\.[^]*run\.test\.ts:\d+/,
    ],
    [
      'a condition that never holds',
      () => run(order, cart, { activities: shop }).until(waitingFor(pack)),
      'RUN_STUCK',
      /it should have run until it waits for activity 'pack'.*It has closed: COMPLETED/,
    ],
    [
      'a workflow that never ends',
      () =>
        run(
          workflow({ name: 'forever', executionStartToClose: '300 days' }, function* () {
            for (;;) yield* sleep('1m')
          }),
          undefined,
          { decisionTasks: 20 },
        ),
      'RUN_ENDLESS',
      /has had 20 decision tasks/,
    ],
    [
      'a mock that hangs in real time',
      () =>
        run(order, cart, {
          activities: { charge: () => new Promise(() => undefined) },
          wallClockTimeout: '20ms',
        }),
      'MOCK_HANGING',
      /activity 'charge' \(id '1'\) didn't settle within 20 ms/,
    ],
  ]
  it.each(misuses)('%s', async (_, misuse, code, message) => {
    await expect(misuse()).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string })
  })

  it('includes a step after the end', async () => {
    const going = run(order, cart, { activities: shop })
    await going
    expect(() => going.signal(approved, { by: 'ann' })).toThrow(
      expect.objectContaining({
        code: 'STEP_IMPOSSIBLE',
        message: "Signal 'approved' isn't possible here: the execution is closed (COMPLETED). Open: nothing",
      }),
    )
  })
})
