import {
  activities,
  map,
  race,
  retry,
  signal,
  timeout,
  workflow,
  type Branch,
  type RetryPolicy,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

interface Impl {
  a(n?: number): Promise<string>
  b(): Promise<string>
}
const { a, b } = activities<Impl>({ startToClose: '5m' })
const caught = (error: unknown) => {
  const { code, message, errors } = error as { code?: string; message: string; errors?: Error[] }
  return { threw: code ?? message, ...(errors && { errors: errors.map(one => one.message) }) }
}

describe('map', () => {
  it('runs a branch for each item with limited concurrency, and returns results in the order of the items', async () => {
    const program = workflow({ name: 'w' }, async function* (items: number[]) {
      return yield* map(items, n => a(n), { concurrency: 2 })
    })
    const history = new ReplayedHistory(program, [1, 2, 3])
    expect(await history.task()).toEqual(['schedule 1.1.1 a', 'schedule 1.2.1 a'])
    history.completed('1.2.1', 'two')
    expect(await history.task()).toEqual(['schedule 1.3.1 a'])
    history.completed('1.3.1', 'three')
    expect(await history.task()).toEqual([])
    history.completed('1.1.1', 'one')
    expect(await history.task()).toEqual(['complete ["one","two","three"]'])
    await history.everyWay()
  })

  it('of no items returns an empty list at once', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      return [yield* map([], a), yield* map([], a, { tolerate: 1 })]
    })
    expect(await new ReplayedHistory(program).task()).toEqual(['complete [[],[]]'])
  })

  it('throws the first failure, ends running branches and starts no more (C1)', async () => {
    const program = workflow({ name: 'w' }, async function* (items: number[]) {
      try {
        return yield* map(items, n => a(n), { concurrency: 2 })
      } catch (error) {
        return caught(error)
      }
    })
    const history = new ReplayedHistory(program, [1, 2, 3, 4])
    await history.task()
    history.failed('1.1.1', 'Error: no')
    expect(await history.task()).toEqual(['complete {"threw":"ACTIVITY_FAILED"}'])
  })

  it('returns all outcomes as long as no more fail than it tolerates', async () => {
    const program = workflow({ name: 'w' }, async function* (items: number[]) {
      const outcomes = yield* map(items, n => a(n), { tolerate: '34%' })
      return outcomes.map(one => (one.status === 'fulfilled' ? one.value : (one.reason as Error).name))
    })
    const history = new ReplayedHistory(program, [1, 2, 3])
    await history.task()
    history.failed('1.1.1', 'Error: no').completed('1.2.1', 'two').completed('1.3.1', 'three')
    expect(await history.task()).toEqual(['complete ["ActivityFailedError","two","three"]'])
  })

  it('throws MAP_FAILED with the errors in the order of the items when one more fails', async () => {
    const program = workflow({ name: 'w' }, async function* (items: number[]) {
      try {
        return yield* map(items, n => a(n), { tolerate: 1 })
      } catch (error) {
        return caught(error)
      }
    })
    const history = new ReplayedHistory(program, [1, 2, 3])
    await history.task()
    history.failed('1.3.1', 'Error: three').failed('1.1.1', 'Error: one')
    expect(await history.task()).toEqual([
      'complete {"threw":"MAP_FAILED","errors":["Activity a 1.0 (id \'1.1.1\') failed: Error: one","Activity a 1.0 (id \'1.3.1\') failed: Error: three"]}',
    ])
  })

  it('fails a branch whose function throws or returns no branch', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const outcomes = yield* map(
        [1, 2],
        n => {
          if (n === 1) throw new RangeError('one')
          return 5 as never
        },
        { tolerate: Infinity },
      )
      return outcomes.map(one => one.status === 'rejected' && (one.reason as Error).message)
    })
    expect(await new ReplayedHistory(program).task()).toEqual([
      'complete ["one","the function of map(…) for item 1 is of type number: expected an operation or a generator"]',
    ])
  })

  it('starts ten thousand branches, a hundred decisions an answer, and no id twice (L3)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* map(Array.from({ length: 10_001 }), () => a(), { budget: 'ignore' })
    })
    const history = new ReplayedHistory(program, undefined, { limits: { openActivities: 150 } })
    const first = await history.task()
    history.fired('~wake')
    const second = await history.task()
    expect([first.length, first.at(-1), second.length, second.at(-1)]).toEqual([
      99,
      'start ~wake 0s',
      52,
      'schedule 1.150.1 a',
    ])
  })
})

describe('timeout', () => {
  it('returns the outcome if it settles in time, and cancels its timer', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const value = yield* timeout(a(), '10m')
      yield* b()
      return value
    })
    const history = new ReplayedHistory(program)
    expect(await history.task()).toEqual(['schedule 1.1.1 a', 'start 1.2.1 600s'])
    history.completed('1.1.1', 'A')
    expect(await history.task()).toEqual(['cancel timer 1.2.1', 'schedule 2 b'])
    history.completed('2')
    expect(await history.task()).toEqual(['complete "A"'])
  })

  it('ends its branch otherwise, and throws TIMED_OUT', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      try {
        return yield* timeout(a(), '10m')
      } catch (error) {
        yield* b()
        return { ...caught(error), message: (error as Error).message }
      }
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.fired('1.2.1')
    expect(await history.task()).toEqual(['cancel activity 1.1.1', 'schedule 2 b'])
    history.completed('2')
    expect(await history.task()).toEqual([
      'complete {"threw":"TIMED_OUT","message":"activity \'a\' did not settle within 600000 ms"}',
    ])
  })

  it('is also in receive({ timeout }) of a signal', async () => {
    const approved = signal<string>('approved')
    const program = workflow({ name: 'w' }, async function* () {
      try {
        return yield* approved.receive({ timeout: new Date('2026-01-02T00:00:00Z') })
      } catch (error) {
        return (error as Error).message
      }
    })
    const history = new ReplayedHistory(program)
    const [start] = await history.task()
    expect(start).toMatch(/^start 1\.2\.1 863\d\ds$/)
    history.fired('1.2.1')
    expect(await history.task()).toEqual([
      'complete "receive of signal \'approved\' did not settle until 2026-01-02T00:00:00.000Z"',
    ])
  })
})

describe('retry', () => {
  const policy = { maximumAttempts: 3, initialInterval: '10s', nonRetryable: [RangeError] } as const

  it('tries again after durable waits, each time with new numbers, and returns the result of the last attempt', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      return yield* retry(
        attempt =>
          (function* () {
            const first = yield* a(attempt)
            return `${attempt} ${first} ${yield* b()}`
          })(),
        policy,
      )
    })
    const history = new ReplayedHistory(program)
    expect(await history.task()).toEqual(['schedule 1.1.1 a'])
    history.completed('1.1.1', 'A')
    expect(await history.task()).toEqual(['schedule 1.1.2 b'])
    history.failed('1.1.2', 'Error: no')
    const [wait] = await history.task()
    expect(wait).toMatch(/^start 1\.1\.3 (8|9|10)s$/)
    history.fired('1.1.3')
    expect(await history.task()).toEqual(['schedule 1.1.4 a'])
    history.completed('1.1.4', 'A')
    await history.task()
    history.completed('1.1.5', 'B')
    expect(await history.task()).toEqual(['complete "2 A B"'])
    await history.everyWay()
  })

  it('throws the last error when the attempts are used up, and a non-retryable one at once', async () => {
    const program = workflow({ name: 'w' }, async function* (error: 'range' | 'other') {
      yield* retry(() => {
        throw error === 'range' ? new RangeError('no') : new Error('no')
      }, policy)
    })
    expect(await new ReplayedHistory(program, 'range').task()).toEqual(['fail RangeError: no'])
    const history = new ReplayedHistory(program, 'other')
    await history.task()
    history.fired('1.1.1')
    await history.task()
    history.fired('1.1.2')
    expect(await history.task()).toEqual(['fail Error: no'])
  })

  class PaymentError extends Error {}
  class CardDeclined extends PaymentError {}
  const declined =
    '{"reyield":1,"name":"CardDeclined","message":"no","classes":["CardDeclined","PaymentError"]}'
  const trying = (make: () => Branch, more: Partial<RetryPolicy> = { nonRetryable: [PaymentError] }) =>
    workflow({ name: 'w' }, async function* () {
      yield* retry(make, { maximumAttempts: 3, initialInterval: '10s', ...more })
    })

  it.each<[string, () => Branch, details?: string]>([
    [
      'thrown by the workflow',
      () => {
        throw new CardDeclined('no')
      },
    ],
    [
      'that caused what the workflow throws',
      () => {
        throw new Error('no', { cause: new CardDeclined('no') })
      },
    ],
    ['recorded of an activity', () => a(), declined],
  ])(
    'takes a class for those that extend it, as activities do (E6): an error %s',
    async (_, make, details) => {
      const history = new ReplayedHistory(trying(make))
      if (details !== undefined) {
        await history.task()
        history.failed('1.1.1', 'CardDeclined: no', details)
      }
      const decisions = await history.task()
      expect(decisions).toEqual(['mark p~retry-by-class', expect.stringMatching(/^fail /)])
      expect((await history.everyWay()).decisions).toEqual([])
    },
  )

  it('applies rules for single errors to derived classes', async () => {
    const history = new ReplayedHistory(trying(() => a(), { on: { PaymentError: { maximumAttempts: 1 } } }))
    await history.task()
    history.failed('1.1.1', 'CardDeclined: no', declined)
    expect(await history.task()).toEqual(['mark p~retry-by-class', expect.stringMatching(/^fail /)])
  })

  it('records no classes if they have no effect', async () => {
    const history = new ReplayedHistory(trying(() => a(), { nonRetryable: [RangeError] }))
    await history.task()
    history.failed('1.1.1', 'CardDeclined: no', declined)
    expect(await history.task()).toEqual([expect.stringMatching(/^start 1\.1\.2 /)])
    const byName = new ReplayedHistory(trying(() => a(), { nonRetryable: [CardDeclined, PaymentError] }))
    await byName.task()
    byName.failed('1.1.1', 'CardDeclined: no', declined)
    expect(await byName.task()).toEqual([expect.stringMatching(/^fail /)])
  })

  it('continues an execution in which an older version has waited after such an error', async () => {
    const history = new ReplayedHistory(trying(() => a()))
    await history.task()
    history.failed('1.1.1', 'CardDeclined: no', declined).begin()
    const timer = { timerId: '1.1.2', startToFireTimeout: '9' }
    history.complete([{ decisionType: 'StartTimer', startTimerDecisionAttributes: timer }])
    history.fired('1.1.2')
    history.replay = history.fresh()
    expect(await history.task()).toEqual(['schedule 1.1.3 a'])
    history.failed('1.1.3', 'CardDeclined: no', declined)
    expect(await history.task()).toEqual(['mark p~retry-by-class', expect.stringMatching(/^fail /)])
    expect((await history.everyWay()).decisions).toEqual([])
  })

  it('does not retry after a cancel request or the end of its branch (C8)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* race([retry(() => a(), policy), signal('stop')])
      yield* retry(() => b(), policy)
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.record('WorkflowExecutionSignaled', { signalName: 'stop' })
    expect(await history.task()).toEqual(['cancel activity 1.1.1.1.1', 'schedule 2.1.1 b'])
    history.record('WorkflowExecutionCancelRequested', { externalInitiatedEventId: 0 })
    expect(await history.task()).toEqual(['CancelWorkflowExecution'])
  })
})
