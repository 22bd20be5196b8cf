import { superjson } from '@reyield/data'
import {
  activities,
  activity,
  all,
  child,
  continueAsNew,
  fork,
  lambda,
  map,
  signalExternal,
  sleep,
  status,
  workflow,
  type AnyWorkflow,
  type Operation,
  type Fork,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

interface Request {
  order: string
}
const { charge } = activities<{ charge(request: Request): Promise<string> }>({ startToClose: '5m' })
const helper = workflow({ name: 'helper', executionStartToClose: '1h' }, function* (_: Request): Generator<
  unknown,
  void,
  unknown
> {})
const retried = activity<Request, string>('retried', {
  startToClose: '5m',
  retry: { maximumAttempts: 3, initialInterval: '1s' },
})

const ways: [string, (request: Request) => Operation<unknown>][] = [
  ['an activity', charge],
  ['a child', request => child(helper, request)],
  ['a Lambda function', request => lambda('charge', request)],
  ['a signal to another execution', request => signalExternal({ workflowId: 'x' }, 's', request)],
]

const inputs = (history: ReplayedHistory) =>
  history.events.flatMap(event => {
    const { input } = Object(
      event.activityTaskScheduledEventAttributes ??
        event.startChildWorkflowExecutionInitiatedEventAttributes ??
        event.lambdaFunctionScheduledEventAttributes ??
        event.signalExternalWorkflowExecutionInitiatedEventAttributes,
    ) as { input?: string }
    if (input === undefined) return []
    const value = (input.startsWith('{"json"') ? superjson.deserialize(input) : JSON.parse(input)) as Request
    return [value.order]
  })

describe('the input of an operation (C14)', () => {
  it.each(ways)('is fixed when the operation is created: %s in an all', async (_, ask) => {
    const program = workflow({ name: 'w' }, async function* () {
      const request: Request = { order: '' }
      const asked = ['a', 'b', 'c'].map(order => {
        request.order = order
        return ask(request)
      })
      request.order = 'changed'
      yield* all(asked)
    })
    const history = new ReplayedHistory(program)
    await history.task()
    expect(inputs(history)).toEqual(['a', 'b', 'c'])
  })

  it('is fixed for forks, in map and in a generator, whatever changes before the answer is sent', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const request: Request = { order: '' }
      for (const order of ['a', 'b']) {
        request.order = order
        yield* fork(charge(request))
      }
      yield* fork(map(['c', 'd'], order => charge(Object.assign(request, { order }))))
      yield* charge(Object.assign(request, { order: 'e' }))
    })
    const history = new ReplayedHistory(program)
    await history.task()
    expect(inputs(history).sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('of an operation created outside the workflow is fixed each time the program asks for it', async () => {
    const request: Request = { order: 'a' }
    const ask = charge(request)
    const program = workflow({ name: 'w' }, async function* () {
      request.order = 'a'
      yield* fork(ask)
      yield* sleep(0)
      request.order = 'b'
      yield* fork(ask)
      yield* sleep(0)
      request.order = 'c'
      yield* sleep(0)
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.fired('2')
    await history.task()
    expect(inputs(history)).toEqual(['a', 'b'])
  })

  it('is repeated word for word by further attempts', async () => {
    const request: Request = { order: 'first' }
    const program = workflow({ name: 'w' }, async function* () {
      request.order = 'first'
      const asked = yield* fork(retried(request))
      yield* sleep('1s')
      request.order = 'changed'
      yield* asked.join()
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.fired('2')
    await history.task()
    history.failed('1.1', 'Error: no')
    await history.task()
    history.replay = history.fresh()
    history.fired('1.1~1')
    await history.task()
    expect(inputs(history)).toEqual(['first', 'first'])
  })

  it.each([
    ['made in the workflow', true],
    ['made outside of it', false],
  ])('%s in an earlier task and sent later is unchanged, even in a new replay', async (_, inside) => {
    const request: Request = { order: '' }
    const outside = Array.from({ length: 12 }, () => charge(request))
    const program = workflow({ name: 'w' }, async function* () {
      const forks: Fork<unknown>[] = []
      for (let n = 0; n < 12; n++) {
        request.order = `order ${n}`
        forks.push(yield* fork(inside ? charge(request) : outside[n]!))
        if (!inside) yield* sleep(0)
      }
      request.order = 'changed'
      for (const one of forks) yield* one.join()
    })
    const history = new ReplayedHistory(program, undefined, { limits: { decisions: 5, openActivities: 12 } })
    for (let tasks = 0; tasks < 40 && inputs(history).length < 12; tasks++) {
      history.replay = history.fresh()
      await history.everyWay()
      for (const decided of await history.task()) {
        const timer = /^start (\S+) 0s$/.exec(decided)?.[1]
        if (timer !== undefined) history.fired(timer)
      }
    }
    expect(inputs(history).sort()).toEqual(Array.from({ length: 12 }, (_, n) => `order ${n}`).sort())
  })

  it('of a cached replay is fixed, too, and one without the history is stale', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const request: Request = { order: 'a' }
      const asked = charge(request)
      request.order = 'changed'
      yield* sleep(0)
      yield* asked
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.replay = history.fresh() // in it, the operation is created in a completed task
    history.begin()
    expect(await history.decide()).toEqual([])
    history.complete([])
    history.fired('1').begin()
    await expect(history.decide()).rejects.toMatchObject({ code: 'CACHE_STALE' })
    history.replay = history.fresh()
    const [scheduled] = await history.decide()
    expect(scheduled!.scheduleActivityTaskDecisionAttributes!.input).toBe('{"json":{"order":"a"}}')
  })

  it('of a new run is fixed, too, even if the close comes later', async () => {
    const again = (value: Request) => continueAsNew(value)
    const program: AnyWorkflow = workflow({ name: 'w' }, async function* () {
      const request: Request = { order: 'a' }
      try {
        yield* fork(child(helper, { order: 'x' }))
        yield* sleep(0)
        yield* again(request)
      } finally {
        request.order = 'changed'
      }
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.fired('2')
    expect(await history.task()).toEqual([]) // the child hasn't started and can't be canceled yet (L6)
    history.child('1.1', 'Started')
    history.replay = history.fresh()
    expect((await history.task()).at(-1)).toBe('continue as new {"json":{"order":"a"}}')
  })

  it('that can not be serialized holds the execution at the task that asks for it', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const request = { order: (() => 'a') as never }
      const asked = charge(request)
      request.order = 'a' as never
      yield* asked
    })
    await expect(new ReplayedHistory(program).task()).rejects.toMatchObject({
      code: 'WORKFLOW_HELD',
      cause: { code: 'PAYLOAD_UNSERIALIZABLE' },
    })
  })
})

describe('a status (C14)', () => {
  it('is fixed when it is set, and reported with the answer of that task only', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const steps = ['paid']
      yield* status(steps)
      steps.push('packed')
      yield* sleep(0)
      yield* sleep(1)
    })
    const history = new ReplayedHistory(program)
    await history.task()
    expect(history.replay.report().newStatus).toEqual({ text: '{"json":["paid"]}' })
    history.fired('1')
    await history.task()
    expect(history.replay.report()).toMatchObject({
      newStatus: undefined,
      status: { value: ['paid', 'packed'] },
    })
    expect((await history.everyWay()).report.newStatus).toBe(undefined)
  })

  it('of a task whose answer was lost is reported again', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* status('here')
      yield* sleep(0)
    })
    const history = new ReplayedHistory(program)
    history.begin()
    await history.decide()
    history.record('DecisionTaskTimedOut', { startedEventId: 3 })
    history.begin()
    await history.decide()
    expect(history.replay.report().newStatus).toEqual({ text: '{"json":"here"}' })
    expect((await history.everyWay()).report.newStatus).toEqual({ text: '{"json":"here"}' })
  })
})
