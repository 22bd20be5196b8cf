import { AsyncLocalStorage } from 'node:async_hooks'
import { scriptedSwf } from '@reyield/client/testing'
import { activities, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { createWorker, type ActivityEnd, type DecisionEnd, type Interceptors } from '../src/index.ts'
import { fixture, until } from './fixture.ts'

const tenant = new AsyncLocalStorage<string>()
const impl = {
  charge: async (amount: number) => ({ amount, tenant: tenant.getStore() }),
  refuse: async () => {
    throw new RangeError('no')
  },
}
const { charge, refuse } = activities<typeof impl>({ startToClose: '1m' })
const order = workflow(
  { name: 'order', taskList: 'main', executionStartToClose: '1h' },
  async function* (amount: number) {
    return yield* charge(amount)
  },
)
const refused = workflow({ name: 'refused', taskList: 'main', executionStartToClose: '1h' }, function* () {
  try {
    return yield* refuse()
  } catch (error) {
    return (error as Error).message
  }
})
const both = { workflows: [order, refused], activities: impl }

describe('an activity interceptor', () => {
  it('may change the input, the result, and what runs around the function; the first is the outermost', async () => {
    await using here = await fixture('direct transport')
    const steps: string[] = []
    const noting = (name: string): Interceptors => ({
      async activity(call, next) {
        steps.push(`${name} begins with ${JSON.stringify(call.input)}`)
        const value = await next({ ...call, input: (call.input as number) * 10 })
        steps.push(`${name} ends`)
        return { ...(value as object), [name]: true }
      },
    })
    const withTenant: Interceptors = { activity: (call, next) => tenant.run('acme', () => next(call)) }
    here.worker({ ...both, interceptors: [noting('outer'), noting('inner'), withTenant] })
    const handle = await here.started(order, 7)
    expect(await handle.result()).toEqual({ amount: 700, tenant: 'acme', outer: true, inner: true })
    expect(steps).toEqual(['outer begins with 7', 'inner begins with 70', 'inner ends', 'outer ends'])
  })

  it('learns how the worker has ended the task', async () => {
    await using here = await fixture('direct transport')
    const ends: ActivityEnd[] = []
    const interceptors: Interceptors = {
      activity(call, next) {
        void call.ended.then(end => ends.push(end))
        return next(call)
      },
    }
    here.worker({ ...both, interceptors })
    await (await here.started(order, 7)).result()
    await (await here.started(refused, undefined)).result()
    expect(ends).toEqual([
      { outcome: 'completed', error: undefined, resultLength: 84 },
      { outcome: 'failed', error: new RangeError('no'), resultLength: undefined },
    ])
  })

  it('is also called for a task that the worker can not read, and then next throws', async () => {
    await using here = await fixture('direct transport')
    const seen: unknown[] = []
    const interceptors: Interceptors = {
      async activity(call, next) {
        void call.ended.then(({ outcome }) => seen.push(outcome))
        return next(call).catch((error: { code: string }) => {
          seen.push(call.input, error.code)
          throw error
        })
      },
    }
    here.worker({ workflows: [order] })
    const { ready } = here.worker({ activities: { another: async () => 1 }, interceptors })
    await ready
    await here.swf.registerActivityType({ domain: 'test', name: 'charge', version: '1.0' })
    await (await here.started(order, 7)).result().catch(() => undefined)
    expect(seen).toEqual([undefined, 'TYPE_UNREGISTERED', 'failed'])
  })

  it('that throws fails its activity, as the function would', async () => {
    await using here = await fixture('direct transport')
    const interceptors: Interceptors = {
      async activity(call, next) {
        if (call.input === 13) throw new TypeError('an unlucky number')
        return next(call)
      },
    }
    here.worker({ ...both, interceptors })
    await expect((await here.started(order, 13)).result()).rejects.toMatchObject({
      code: 'WORKFLOW_FAILED',
      cause: { code: 'ACTIVITY_FAILED', cause: { name: 'TypeError', message: 'an unlucky number' } },
    })
    expect(await (await here.started(order, 1)).result()).toEqual({ amount: 1 })
  })

  it('whose promise nobody awaits fails its activity only', async () => {
    await using here = await fixture('direct transport')
    const interceptors: Interceptors = {
      activity(call, next) {
        if (call.input === 13) void Promise.reject(new TypeError('forgotten'))
        return next(call)
      },
    }
    here.worker({ ...both, interceptors })
    await expect((await here.started(order, 13)).result()).rejects.toMatchObject({
      cause: { cause: { message: 'forgotten' } },
    })
    expect(await (await here.started(order, 1)).result()).toEqual({ amount: 1 })
  })
})

describe('a decision interceptor', () => {
  it('learns how each decision task was handled', async () => {
    await using here = await fixture('direct transport')
    const ends: Pick<DecisionEnd, 'outcome' | 'cache' | 'replayedEvents'>[] = []
    const decided: unknown[] = []
    const interceptors: Interceptors = {
      async decision(task, next) {
        const end = await next(task)
        const { outcome, cache, replayedEvents, decisions, events } = end
        ends.push({ outcome, cache, replayedEvents })
        decided.push({
          from: task.previousStartedEventId,
          to: task.startedEventId,
          events: events.map(({ eventId }) => eventId),
          decisions: decisions.map(({ decisionType }) => decisionType),
        })
        return end
      },
    }
    here.worker({ ...both, interceptors })
    await (await here.started(order, 7)).result()
    await until(() => ends.length === 2, 'the second decision task')
    expect(ends).toEqual([
      { outcome: 'completed', cache: 'none', replayedEvents: 3 },
      { outcome: 'completed', cache: 'hit', replayedEvents: 6 },
    ])
    expect(decided).toEqual([
      { from: 0, to: 3, events: [1, 2, 3], decisions: ['ScheduleActivityTask'] },
      { from: 3, to: 9, events: [3, 4, 5, 6, 7, 8, 9], decisions: ['CompleteWorkflowExecution'] },
    ])
  })

  it.each<[string, Interceptors['decision'] & {}]>([
    [
      'throws before next',
      async () => {
        throw new RangeError('before')
      },
    ],
    [
      'throws after next',
      async (task, next) => {
        await next(task)
        throw new RangeError('after')
      },
    ],
    ['does not call next', () => Promise.resolve({} as DecisionEnd)],
    ['calls next twice', (task, next) => next(task).then(() => next(task))],
    [
      'forgets a promise that rejects',
      (task, next) => {
        void Promise.reject(new RangeError('forgotten'))
        return next(task)
      },
    ],
  ])('that %s changes no execution, and is reported', async (what, decision) => {
    await using here = await fixture('direct transport')
    const errors: unknown[] = []
    here.worker({ ...both, interceptors: { decision }, onError: error => errors.push(error) })
    expect(await (await here.started(order, 7)).result()).toEqual({ amount: 7 })
    const expected = what === 'calls next twice' ? 0 : 2
    await until(() => errors.length >= expected, 'a report for each decision task')
    expect(errors.map(error => (error as { code?: string }).code)).toEqual(
      Array.from({ length: expected }, () => 'INTERCEPTOR_FAILED'),
    )
    expect(here.lines.filter(({ level }) => level === 'error').map(({ code }) => code)).toEqual(
      errors.map(() => 'INTERCEPTOR_FAILED'),
    )
  })

  it('learns that a task can not be decided', async () => {
    await using here = await fixture('direct transport')
    const ends: unknown[] = []
    const interceptors: Interceptors = {
      async decision(task, next) {
        const end = await next(task)
        ends.push([end.outcome, end.code, end.decisions.length])
        return end
      },
    }
    const other = { ...order, name: 'other' } as typeof order
    await here.worker({ workflows: [other], interceptors }).ready
    await here.client.swf.registerWorkflowType({ domain: 'test', name: 'order', version: '1.0' })
    await here.started(order, 7)
    await until(async () => {
      await here.clock.advance(1000)
      return ends.length >= 2
    }, 'two tries')
    expect(ends.slice(0, 2)).toEqual([
      ['released', 'TYPE_UNREGISTERED', 0],
      ['held', 'TYPE_UNREGISTERED', 1],
    ])
  })
})

describe('other interceptors of a worker', () => {
  it('see each request, and that it is tried again', async () => {
    const throttled = Object.assign(new Error('Rate exceeded'), {
      name: 'ThrottlingException',
      $metadata: { httpStatusCode: 400 },
    })
    const { swf } = scriptedSwf({ describeDomain: [throttled] })
    const seen: unknown[] = []
    const worker = createWorker({
      swf,
      domain: 'test',
      taskList: 'main',
      activities: impl,
      register: false,
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      interceptors: {
        request: async (request, next) => {
          seen.push([request.action, request.input])
          return next(request).catch((error: Error) => {
            seen.push(error.name)
            throw error
          })
        },
      },
    })
    await worker.ready.catch(() => undefined)
    expect(seen).toEqual([['describeDomain', { name: 'test' }], 'ThrottlingException'])
  })

  it('are called with the worker, whose figures they can read', async () => {
    await using here = await fixture('direct transport')
    const workers: unknown[] = []
    const errors: unknown[] = []
    const broken: Interceptors = {
      worker() {
        throw new RangeError('broken')
      },
    }
    const worker = here.worker({
      ...both,
      concurrency: 2,
      interceptors: [broken, { worker: created => workers.push(created) }],
      onError: error => errors.push(error),
    })
    expect(workers).toEqual([worker])
    expect(errors).toEqual([
      expect.objectContaining({ code: 'INTERCEPTOR_FAILED', cause: new RangeError('broken') }),
    ])
    expect(worker.stats().state).toBe('starting')
    await worker.ready
    await until(() => worker.stats().activities?.polling === 2, 'polls')
    expect(worker.stats()).toEqual({
      state: 'polling',
      pollingSince: expect.any(Number) as number,
      decisions: {
        concurrency: 2,
        running: 0,
        pollers: 4,
        polling: 4,
        polledAt: undefined,
        heldBack: 0,
        waiting: {},
      },
      activities: {
        concurrency: 2,
        running: 0,
        pollers: 2,
        polling: 2,
        polledAt: undefined,
        heldBack: 0,
        waiting: {},
      },
    })
    await (await here.started(order, 7)).result()
    expect(worker.stats().activities?.polledAt).toBeGreaterThan(Date.now() - 60_000)
    await worker.stop()
    expect(worker.stats().state).toBe('stopped')
  })

  it.each([[null], ['a string'], [{ activity: 'a string' }], [[{ decision: {} }]]])(
    'that are %j are refused',
    interceptors => {
      const { swf } = scriptedSwf({})
      const place = { swf, domain: 'test', taskList: 'main', ...both }
      expect(() => createWorker({ ...place, interceptors: interceptors as never })).toThrow(
        expect.objectContaining({ code: 'OPTION_INVALID' }),
      )
    },
  )
})
