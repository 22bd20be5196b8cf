import { superjson } from '@reyield/data'
import { failureFromWire, failureToWire } from '@reyield/data/internal'
import {
  activities,
  all,
  allSettled,
  any,
  fork,
  isReyieldError,
  map,
  race,
  retry,
  saga,
  shield,
  sleep,
  timeout,
  workflow,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

class Declined extends Error {}
class CardDeclined extends Declined {}
class Busy extends Error {}

const { charge, ship } = activities<{ charge(): Promise<string>; ship(): Promise<string> }>({
  startToClose: '1m',
})

/** A failure as a worker of this version writes it. */
const failure = (error: unknown, of?: 'result') => {
  const { reason, details } = failureToWire(error, { of })
  return [reason, details] as const
}

describe('which failures a retry policy does not retry', () => {
  const policy = { maximumAttempts: 5, nonRetryable: [Declined, 'E_FINAL', 'Error'] }
  const program = workflow({ name: 'w' }, async function* () {
    return yield* charge.with({ retry: policy })()
  })
  class PayloadError extends Error {
    readonly code = 'PAYLOAD_UNSERIALIZABLE'
  }
  const unwritable = (() => {
    try {
      return superjson.serialize(() => 1)
    } catch (error) {
      return error
    }
  })()
  const withCode = Object.assign(new Busy('x'), { code: 'E_FINAL' })

  it.each<[string, readonly [string, string?], 'tried again' | 'final', 'tried again' | 'final']>([
    ['the class itself', failure(new Declined('no')), 'final', 'final'],
    ['a class below it', failure(new CardDeclined('no')), 'final', 'tried again'],
    [
      'a cause of a class below it',
      failure(new Busy('x', { cause: new CardDeclined() })),
      'final',
      'tried again',
    ],
    ['a code', failure(withCode), 'final', 'final'],
    ['a plain error by the name Error', failure(new Error('x')), 'final', 'final'],
    ['another class: Error never means all of them', failure(new Busy('x')), 'tried again', 'tried again'],
    [
      'a class below that an older worker recorded',
      ['CardDeclined: no', '{"reyield":1,"name":"CardDeclined","message":"no"}'],
      'tried again',
      'tried again',
    ],
    ['a failure of another program', ['Declined: no', 'Traceback'], 'final', 'final'],
    ['a result that can’t be written', failure(unwritable, 'result'), 'final', 'tried again'],
    ['an error of a serializer that isn’t of the result', failure(unwritable), 'tried again', 'tried again'],
    [
      'an error of one’s own with such a code',
      failure(new PayloadError('x'), 'result'),
      'tried again',
      'tried again',
    ],
  ])('%s', async (_, [reason, details], now, before) => {
    const outcome = async (v: 2 | undefined) => {
      const history = new ReplayedHistory(program)
      await history.task()
      const scheduled = history.events.at(-1)!.activityTaskScheduledEventAttributes!
      if (v === undefined) scheduled.control = scheduled.control!.replace('"v":2,', '')
      history.replay = history.fresh()
      history.failed('1', reason, details)
      const [decision] = await history.task()
      return decision!.startsWith('start 1~1') ? 'tried again' : 'final'
    }
    expect({ now: await outcome(2), before: await outcome(undefined) }).toEqual({ now, before })
  })

  it('the wait of an older decider counts, even if the failure is final by its classes (E6)', async () => {
    const history = new ReplayedHistory(program)
    await history.task()
    history.failed('1', ...failure(new CardDeclined('no')))
    history.begin().complete([
      {
        decisionType: 'StartTimer',
        startTimerDecisionAttributes: { timerId: '1~1', startToFireTimeout: '1' },
      },
    ])
    history.fired('1~1')
    history.replay = history.fresh()
    expect(await history.task()).toEqual(['schedule 1 charge'])
    history.failed('1', ...failure(new CardDeclined('no')))
    expect(await history.task()).toEqual([expect.stringMatching(/^fail /)])
    await history.everyWay()
  })

  it('rules for single errors also apply to derived classes', async () => {
    const retried = workflow({ name: 'w' }, async function* () {
      const on = { Declined: { initialInterval: '40s', maximumInterval: '40s' } } as const
      return yield* charge.with({ retry: { maximumAttempts: 5, on } })()
    })
    const history = new ReplayedHistory(retried)
    await history.task()
    history.failed('1', ...failure(new CardDeclined('no')))
    const [wait] = await history.task()
    expect(Number(/start 1~1 (\d+)s/.exec(wait!)![1])).toBeGreaterThanOrEqual(30)
  })
})

describe('a cause that was read from a history', () => {
  const cause = (details: string) => failureFromWire({ details })

  it('is an error of Reyield only if the envelope says that Reyield wrote its code (E7)', () => {
    const ours = JSON.parse(failureToWire(new Error('x', { cause: timedOut() })).details) as {
      cause: { by?: string }
    }
    const with_ = cause(JSON.stringify(ours))!.cause
    delete ours.cause.by
    const without = cause(JSON.stringify(ours))!.cause
    const copied = cause(failureToWire(Object.assign(new Error('x'), { code: 'TIMED_OUT' })).details)
    expect([with_, without, copied].map(one => isReyieldError(one, 'TIMED_OUT'))).toEqual([
      true,
      false,
      false,
    ])
  })

  it('is still one after it was recorded several times, with its data as properties', () => {
    let error: unknown = Object.assign(timedOut(), { orderId: 7 })
    for (let hop = 0; hop < 3; hop++)
      error = cause(failureToWire(new Error(`hop ${hop}`, { cause: error })).details)!.cause
    expect([isReyieldError(error, 'TIMED_OUT'), error]).toMatchObject([
      true,
      { code: 'TIMED_OUT', orderId: 7 },
    ])
  })

  it('is not a bug, whatever its class, since it was thrown elsewhere', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      try {
        yield* charge()
      } catch (error) {
        throw (error as Error).cause
      }
    })
    for (const error of [new TypeError('x'), new (class extends ReferenceError {})('x')]) {
      const history = new ReplayedHistory(program)
      await history.task()
      history.failed('1', ...failure(error))
      expect(await history.task()).toEqual([expect.stringMatching(/^fail .*: x$/)])
    }
  })
})

function timedOut(): Error {
  const error = new Error('late')
  return failureFromWire({
    details: JSON.stringify({
      reyield: 1,
      name: 'TimeoutError',
      message: error.message,
      code: 'TIMED_OUT',
      by: 'reyield',
      classes: ['TimeoutError'],
    }),
  })!
}

describe('what a program throws, however odd', () => {
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  const trap = () => {
    throw new Error('trap')
  }
  const circle = new Error('circle')
  circle.cause = circle
  const odd = new Map<string, unknown>([
    ['a symbol', Symbol('x')],
    ['undefined', undefined],
    ['null', null],
    ['an object without a prototype', Object.create(null)],
    ['a revoked proxy', revoked.proxy],
    ['a circle', circle],
    [
      'getters that throw',
      Object.defineProperties(new Error('x'), {
        stack: { get: trap },
        message: { get: trap },
        cause: { get: trap },
        code: { get: trap },
      }),
    ],
  ])

  it.each([...odd.keys()])(
    '%s fails the execution, also out of branches, forks, retries and undo steps',
    async name => {
      const thrown = odd.get(name)
      const throws = function* (): Generator<never, never> {
        throw thrown
      }
      const programs: readonly (() => AsyncGenerator<unknown, unknown>)[] = [
        async function* () {
          throw thrown
        },
        async function* () {
          yield* all([throws()])
        },
        async function* () {
          yield* any([throws(), throws()])
        },
        async function* () {
          yield* map([1, 2], throws, { tolerate: 1 })
        },
        async function* () {
          yield* retry(throws, { maximumAttempts: 1 })
        },
        async function* () {
          yield* shield(timeout(throws(), '1m'))
        },
        async function* () {
          const task = yield* fork(throws())
          yield* task.join()
        },
        async function* () {
          yield* saga(function* (undo) {
            undo(() => throws())
            throw thrown
          })
        },
      ]
      for (const run of programs) {
        const history = new ReplayedHistory(workflow({ name: 'w' }, run as never))
        expect(await history.task()).toEqual([expect.stringMatching(/^fail /)])
      }
    },
  )

  it('any reports why each branch failed, and the history contains that', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* any({ here: charge(), there: ship() })
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.failed('1.1.1', ...failure(new Busy('first bank down')))
    history.failed('1.2.1', ...failure(new CardDeclined('second bank down')))
    history.begin()
    const [decision] = await history.decide()
    const { details } = decision!.failWorkflowExecutionDecisionAttributes!
    const read = failureFromWire({ details }) as AggregateError
    expect([
      read instanceof AggregateError,
      read.message,
      read.errors.map(one => [(one as Error).name, ((one as Error).cause as Error).message]),
    ]).toEqual([
      true,
      "All branches of any(…) failed: here: Activity charge 1.0 (id '1.1.1') failed: Busy: first bank down; " +
        "there: Activity ship 1.0 (id '1.2.1') failed: CardDeclined: second bank down",
      [
        ['ActivityFailedError', 'first bank down'],
        ['ActivityFailedError', 'second bank down'],
      ],
    ])
  })
})

describe('the stack of an error that is thrown into a workflow', () => {
  const remote = new Error('declined')
  remote.stack =
    'Error: declined\n    at charge (/app/activities.js:7:9)\n    at lib (/app/node_modules/lib/index.js:1:2)'
  /** The line and source text of this file that a frame points to. */
  const here = /failures\.test\.ts:\d+/
  const frames = (stack: string) => stack.split('\n').filter(line => /^\s+at /.test(line))

  async function* helper() {
    return yield* charge()
  }
  function* plainHelper() {
    return yield* charge()
  }
  const at = {
    async *direct() {
      yield* charge()
    },
    *plain() {
      yield* charge()
    },
    async *helper() {
      yield* helper()
    },
    *plainHelper() {
      yield* plainHelper()
    },
    async *all() {
      yield* all([charge(), ship()])
    },
    async *branch() {
      yield* all([helper(), ship()])
    },
    async *race() {
      yield* race({ paid: charge(), late: sleep('1h') })
    },
    async *retried() {
      yield* retry(() => charge(), { maximumAttempts: 1 })
    },
    async *undone() {
      yield* saga(function* () {
        yield* charge()
      })
    },
    async *forked() {
      const task = yield* fork(charge())
      yield* task.join()
    },
    async *settled() {
      const [outcome] = yield* allSettled([charge()])
      throw (outcome as PromiseRejectedResult).reason
    },
    *tolerated() {
      const [outcome] = yield* map([1], () => charge(), { tolerate: 1 })
      throw (outcome as PromiseRejectedResult).reason
    },
    async *later() {
      yield* sleep('1m')
      yield* charge()
    },
  } as unknown as Readonly<Record<string, () => AsyncGenerator<never>>>

  it.each(Object.keys(at))(
    'has the line that asked for it and the activity’s frames, and none of the engine: %s',
    async name => {
      const seen: unknown[] = []
      const run = at[name]!
      const program = workflow({ name: 'w' }, async function* () {
        try {
          yield* run()
        } catch (error) {
          seen.push((error as Error).stack)
          throw error
        }
      })
      const history = new ReplayedHistory(program)
      await history.task()
      if (name === 'later') {
        history.fired('1')
        await history.task()
      }
      const opened = history.events.findLast(
        event => event.activityTaskScheduledEventAttributes?.activityType?.name === 'charge',
      )!
      history.failed(opened.activityTaskScheduledEventAttributes!.activityId!, ...failure(remote))
      history.begin()
      const [decision] = (await history.decide()).filter(one => one.decisionType === 'FailWorkflowExecution')
      const recorded = failureFromWire(decision!.failWorkflowExecutionDecisionAttributes!)!.stack!
      for (const stack of [seen[0] as string, recorded]) {
        expect(stack).toMatch(/^ActivityFailedError: Activity charge 1\.0 .* failed: Error: declined\n/)
        const [activity, lib, ...program] = frames(stack)
        expect([activity, lib]).toEqual([
          '    at charge (/app/activities.js:7:9)',
          '    at lib (/app/node_modules/lib/index.js:1:2)',
        ])
        expect(program.length).toBeGreaterThan(0)
        expect(program.filter(line => !here.test(line))).toEqual([])
      }
      expect((await history.everyWay()).decisions).toHaveLength(1 + (await history.decide()).length - 1)
    },
  )

  it('an error that the program makes keeps its own frames, without the engine’s', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* all([
        (async function* () {
          yield* sleep('1m')
          throw new Busy('mine')
        })(),
      ])
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.fired('1.1.1')
    history.begin()
    const [decision] = await history.decide()
    const { stack } = failureFromWire(decision!.failWorkflowExecutionDecisionAttributes!)!
    expect(stack!.split('\n')[0]).toBe('Error: mine')
    expect(frames(stack!)).toEqual([expect.stringMatching(here)])
  })
})
