import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { awsSwf, createClient, retrying } from '@reyield/client'
import { scriptedSwf, scriptedSwfError } from '@reyield/client/testing'
import { json, superjson, type PayloadPipeline } from '@reyield/data'
import { createLocalSwf, testClock, type FaultOptions } from '@reyield/local'
import { activities, activity, isReyieldError, workflow, type Activity } from '@reyield/workflow'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  completeLater,
  createWorker,
  type ActivityContext,
  type ActivityEnd,
  type CompleteLater,
  type Interceptors,
  type Worker,
} from '../src/index.ts'
import { fixture, keptLog, timersOf, until, ways } from './fixture.ts'

interface Receipt {
  readonly by: string
}

/** Activities that leave their tasks open, and the tokens that they store. */
function leaving(before: (context: ActivityContext) => unknown = () => undefined) {
  const tokens: string[] = []
  const impl = {
    async approve(order: string, context: ActivityContext): Promise<Receipt | CompleteLater> {
      if (order === 'cheap') return { by: 'nobody' }
      await before(context)
      tokens.push(context.taskToken)
      return completeLater()
    },
  }
  return { tokens, impl }
}
/** Interceptors that keep how activity tasks have ended. */
function noting() {
  const ends: ActivityEnd[] = []
  const interceptors: Interceptors = {
    activity(call, next) {
      void call.ended.then(end => ends.push(end))
      return next(call)
    },
  }
  return { ends, interceptors }
}
type Impl = ReturnType<typeof leaving>['impl']
const { approve } = activities<Impl>({ startToClose: '1h' })
const timed = { name: 'order', taskList: 'main', executionStartToClose: '1 day' }
const order = workflow(timed, async function* (id: string) {
  return (yield* approve(id)).by
})
const thrown = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing thrown',
    (error: unknown) => error,
  )

describe.each(ways)('an activity that returns completeLater(), over %s', way => {
  it('is completed by its token: its worker has room for other tasks meanwhile, and may stop', async () => {
    await using w = await fixture(way)
    const { tokens, impl } = leaving()
    const { ends, interceptors } = noting()
    w.worker({ workflows: [order] })
    const worker = w.worker({
      activities: impl,
      concurrency: 1,
      interceptors,
    })
    const handles = [
      await w.started(order, 'a', { workflowId: 'a' }),
      await w.started(order, 'b', { workflowId: 'b' }),
    ]
    await until(() => ends.length === 2, 'two open tasks')
    await worker.stop({ now: true })
    expect(ends).toEqual(Array(2).fill({ outcome: 'later', error: undefined, resultLength: undefined }))
    expect(tokens.every(({ length }) => length > 0 && length <= 1024)).toBe(true)
    await Promise.all(
      tokens.map((token, index) =>
        w.client.activity(token, { activity: approve, workflowId: 'ab'[index]! }).complete({ by: 'Ada' }),
      ),
    )
    expect(await Promise.all(handles.map(handle => handle.result()))).toEqual(['Ada', 'Ada'])
    const messages = w.lines.filter(({ message }) => message.includes('left open'))
    expect(messages).toEqual(
      Array(2).fill({
        level: 'debug',
        message: 'The activity is left open, to be completed later by its task token',
      }),
    )
    expect(w.lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([])
  })

  it('fails for the workflow as if its function had thrown the error, and is retried with another token', async () => {
    await using w = await fixture(way)
    const { tokens, impl } = leaving()
    const retried = approve.with({ retry: { maximumAttempts: 3, nonRetryable: ['RangeError'] } })
    const careful = workflow({ ...timed, name: 'careful' }, async function* () {
      try {
        return (yield* retried('dear')).by
      } catch (error) {
        if (!isReyieldError(error, 'ACTIVITY_FAILED')) throw error
        const { name, message, data } = error.cause as Error & { data: unknown }
        return { attempt: error.activity.attempt, reason: error.reason, name, message, data }
      }
    })
    w.worker({ workflows: [careful], activities: impl })
    const handle = await w.started(careful, undefined, { workflowId: 'c' })
    await until(() => tokens.length === 1, 'the first attempt')
    const at = { activity: approve, workflowId: 'c' }
    await w.client.activity(tokens[0]!, at).fail(new Error('try again'))
    await until(async () => {
      await w.clock.advance('1s')
      return tokens.length === 2
    }, 'the second attempt')
    await w.client.activity(tokens[1]!, at).fail(Object.assign(new RangeError('too much'), { limit: 7 }))
    expect(await handle.result()).toEqual({
      attempt: 2,
      reason: way === 'HTTP, strings backwards' ? 'RangeError' : 'RangeError: too much',
      name: 'RangeError',
      message: 'too much',
      data: { limit: 7 },
    })
    expect(new Set(tokens).size).toBe(2)
  })

  it('is canceled when its holder learns from a heartbeat that the workflow asks for that', async () => {
    await using w = await fixture(way)
    const { tokens, impl } = leaving()
    const waiting = approve.with({ cancellation: 'wait' })
    const canceled = workflow({ ...timed, name: 'canceled' }, async function* () {
      return (yield* waiting('dear')).by
    })
    w.worker({ workflows: [canceled], activities: impl })
    const handle = await w.started(canceled, undefined, { workflowId: 'c' })
    await until(() => tokens.length === 1, 'the open task')
    const task = w.client.activity(tokens[0]!, { activity: approve, workflowId: 'c' })
    expect(await task.heartbeat({ asked: 'Ada' })).toEqual({ cancelRequested: false })
    await handle.requestCancel()
    await until(async () => (await task.heartbeat()).cancelRequested, 'the request')
    await task.cancel({ asked: 'Ada' })
    expect(await thrown(handle.result())).toMatchObject({ code: 'WORKFLOW_CANCELED' })
    expect(await thrown(task.complete({ by: 'Ada' }))).toMatchObject({ code: 'ACTIVITY_TASK_UNKNOWN' })
  })

  it('times out without heartbeats of its holder, whose last details the workflow gets', async () => {
    await using w = await fixture(way)
    const { tokens, impl } = leaving()
    const beating = approve.with({ heartbeat: '20s' })
    const late = workflow({ ...timed, name: 'late' }, async function* () {
      try {
        return (yield* beating('dear')).by
      } catch (error) {
        if (!isReyieldError(error, 'ACTIVITY_TIMED_OUT')) throw error
        return { timeout: error.timeoutType, details: error.details }
      }
    })
    w.worker({ workflows: [late], activities: impl })
    const handle = await w.started(late, undefined, { workflowId: 'c' })
    await until(() => tokens.length === 1, 'the open task')
    const task = w.client.activity(tokens[0]!, { activity: approve, workflowId: 'c' })
    await w.clock.advance('15s')
    await task.heartbeat({ asked: 'Ada' })
    await w.clock.advance('15s') // 30 seconds after it was left open
    expect(await task.heartbeat({ asked: 'Bob' })).toEqual({ cancelRequested: false })
    await w.clock.advance('25s')
    expect(await handle.result()).toEqual({ timeout: 'HEARTBEAT', details: { asked: 'Bob' } })
    const errors = [task.complete({ by: 'Bob' }), task.fail('no'), task.cancel(), task.heartbeat()].map(
      thrown,
    )
    expect(await Promise.all(errors)).toEqual(
      Array(4).fill(expect.objectContaining({ code: 'ACTIVITY_TASK_UNKNOWN', mayHaveHappened: false })),
    )
  })
})

describe('an open task', () => {
  it('is completed once, and the second call learns that it was', async () => {
    await using w = await fixture('direct transport')
    const { tokens, impl } = leaving()
    w.worker({ workflows: [order], activities: impl })
    const handle = await w.started(order, 'dear')
    await until(() => tokens.length === 1, 'the open task')
    const task = () => w.client.activity(tokens[0]!, { activity: approve })
    const calls = [task().complete({ by: 'Ada' }), task().complete({ by: 'Bob' }), task().fail('no')]
    const settled = await Promise.allSettled(calls)
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect(['Ada', 'Bob']).toContain(await handle.result())
    expect(await thrown(task().heartbeat())).toMatchObject({ code: 'ACTIVITY_TASK_UNKNOWN' })
    const forged = w.client.activity(`${tokens[0]!}x`, { activity: approve })
    expect(await thrown(forged.complete({ by: 'Eve' }))).toMatchObject({ code: 'TASK_TOKEN_INVALID' })
  })

  it.each([
    ['requests are lost', { lostRequests: 0.6 }, false],
    ['SWF fails', { failures: 0.6 }, false],
    ['responses are lost', { lostResponses: 1 }, true],
  ] as const)('is completed although %s', async (_, faults, isLost) => {
    const local = await createLocalSwf()
    const swf = retrying(local.swf)
    const { tokens, impl } = leaving()
    const place = { swf, domain: 'test', taskList: 'main', logger: keptLog().logger }
    const worker = createWorker({ ...place, workflows: [order], activities: impl })
    await worker.ready
    const client = createClient(place)
    const handle = await client.start(order, 'dear')
    await until(() => tokens.length === 1, 'the open task')
    const actions = ['RespondActivityTaskCompleted']
    local.setFaults({ seed: 5, ...faults, actions })
    const task = client.activity(tokens[0]!, { activity: approve })
    const ended = thrown(task.complete({ by: 'Ada' }))
    const expected = isLost ? { code: 'ACTIVITY_TASK_UNKNOWN', mayHaveHappened: true } : 'nothing thrown'
    if (isLost) {
      // the first try has completed the task, and the second one finds it gone
      await until(async () => (await handle.history()).some(isCompleted), 'the result in the history')
      local.setFaults(undefined)
    }
    expect(await ended).toEqual(isLost ? expect.objectContaining(expected as object) : expected)
    local.setFaults(undefined)
    expect(await handle.result()).toBe('Ada')
    await worker.stop({ now: true })
    await local.close()
  })

  it('outlives its worker and the server, and is completed while the workers are away', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'later-'))
    const db = join(folder, 'swf.sqlite')
    const clock = testClock()
    const { tokens, impl } = leaving()
    const place = { domain: 'test', taskList: 'main', logger: keptLog().logger, cache: false } as const
    let worker: Worker | undefined
    const first = await createLocalSwf({ db, clock })
    worker = createWorker({ ...place, swf: first.swf, workflows: [order], activities: impl })
    await worker.ready
    await createClient({ swf: first.swf, domain: 'test' }).start(order, 'dear', { workflowId: 'o' })
    await until(() => tokens.length === 1, 'the open task')
    await worker.stop({ now: true })
    await first.close()
    const second = await createLocalSwf({ db, clock })
    const client = createClient({ swf: second.swf, domain: 'test' })
    await client.activity(tokens[0]!, { activity: approve }).complete({ by: 'Ada' })
    await second.close()
    const third = await createLocalSwf({ db, clock })
    worker = createWorker({ ...place, swf: third.swf, workflows: [order] })
    const handle = createClient({ swf: third.swf, domain: 'test' }).handle(order, { workflowId: 'o' })
    expect(await handle.result()).toBe('Ada')
    await worker.stop({ now: true })
    await third.close()
    await rm(folder, { recursive: true })
  })

  it('may be canceled without a request of the workflow, which gets the details', async () => {
    await using w = await fixture('HTTP, strings backwards')
    const { tokens, impl } = leaving()
    const told = workflow({ ...timed, name: 'told' }, async function* () {
      try {
        return (yield* approve('dear')).by
      } catch (error) {
        return isReyieldError(error, 'ACTIVITY_CANCELED') ? { details: error.details } : 'another error'
      }
    })
    w.worker({ workflows: [told], activities: impl })
    const handle = await w.started(told, undefined, { workflowId: 'c' })
    await until(() => tokens.length === 1, 'the open task')
    const at = new Date(0)
    await w.client.activity(tokens[0]!, { activity: approve, workflowId: 'c' }).cancel({ at })
    expect(await handle.result()).toEqual({ details: { at } })
  })

  it('is completed when an outage is over, with the same client', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'later-'))
    const db = join(folder, 'swf.sqlite')
    const { tokens, impl } = leaving()
    let local = await createLocalSwf({ db })
    const { url } = await local.listen({ port: 0 })
    const port = Number(new URL(url).port)
    const place = { domain: 'test', taskList: 'main', logger: keptLog().logger, cache: false } as const
    const first = createWorker({ ...place, swf: local.swf, workflows: [order], activities: impl })
    await first.ready
    const client = createClient({
      swf: retrying(awsSwf({ endpoint: url }), { maximumInterval: 50 }),
      domain: 'test',
    })
    const handle = await client.start(order, 'dear')
    await until(() => tokens.length === 1, 'the open task')
    await first.stop({ now: true })
    await local.close()
    const task = client.activity(tokens[0]!, { activity: approve })
    const aborted = thrown(task.heartbeat('here', { timeout: 200 }))
    expect(await aborted).toMatchObject({ code: 'CALL_TIMED_OUT' })
    const completed = task.complete({ by: 'Ada' })
    local = await createLocalSwf({ db })
    await local.listen({ port })
    await completed
    const second = createWorker({ ...place, swf: local.swf, workflows: [order] })
    expect(await handle.result()).toBe('Ada')
    await second.stop({ now: true })
    await local.close()
    await rm(folder, { recursive: true })
  })

  it.each<[string, FaultOptions]>([
    ['lost requests', { lostRequests: 0.2 }],
    ['lost responses', { lostResponses: 0.2 }],
    [
      'all faults',
      { throttles: 0.05, failures: 0.05, lostRequests: 0.05, lostResponses: 0.1, duplicateTasks: 0.1 },
    ],
  ])('has one end, and its workflow the result of one attempt, with %s', async (_, faults) => {
    const clock = testClock()
    const local = await createLocalSwf({ clock })
    const swf = retrying(local.swf, { timers: timersOf(clock) })
    const { tokens, impl } = leaving()
    const place = { swf, domain: 'test', taskList: 'main', logger: keptLog().logger }
    const again = approve.with({ startToClose: '30s', retry: { maximumAttempts: 50 } })
    const retried = workflow({ ...timed, taskStartToClose: '3s' }, async function* (id: string) {
      return (yield* again(id)).by
    })
    const workers = [
      createWorker({ ...place, workflows: [retried] }),
      createWorker({ ...place, activities: impl }),
    ]
    await Promise.all(workers.map(worker => worker.ready))
    const client = createClient({ swf, domain: 'test' })
    const handles = await Promise.all(['a', 'b', 'c'].map(id => client.start(retried, id)))
    local.setFaults({ seed: 3, ...faults })
    let open = handles.length
    for (const handle of handles) void local.swf.closed({ domain: 'test', ...handle }).then(() => open--)
    const answers = new Map<string, Promise<unknown>>()
    while (open > 0) {
      for (const token of tokens) {
        // a queue that delivers each message twice
        const task = client.activity(token, { activity: approve })
        const both = () => Promise.all([thrown(task.complete({ by: token })), thrown(task.heartbeat())])
        if (!answers.has(token)) answers.set(token, both().then(both))
      }
      await clock.advance(50)
      await setImmediate()
    }
    local.setFaults(undefined)
    const results = await Promise.all(handles.map(handle => handle.result()))
    expect(new Set(results).size).toBe(3)
    expect(results.filter(token => !tokens.includes(token))).toEqual([])
    const completions = await Promise.all(
      handles.map(async handle => (await handle.history()).filter(isCompleted).length),
    )
    expect(completions).toEqual([1, 1, 1])
    const finish = setInterval(() => void clock.advance('1m'), 1)
    const errors = (await Promise.all(answers.values())).flat()
    clearInterval(finish)
    const others = errors.filter(
      error => typeof error === 'object' && !isReyieldError(error, 'ACTIVITY_TASK_UNKNOWN'),
    )
    expect(others).toEqual([])
    await Promise.all(workers.map(worker => worker.stop({ now: true })))
    await local.close()
  })

  it('gets no more heartbeats of its worker, neither of the activity nor automatic ones', async () => {
    let now = 0
    const timers = {
      now: () => now,
      async sleep(milliseconds: number) {
        now += milliseconds
        await setImmediate()
      },
    }
    let beat!: ActivityContext['heartbeat']
    const { ends, interceptors } = noting()
    const { swf, calls } = scriptedSwf({
      describeDomain: domain,
      pollForActivityTask: [polled('1')],
      recordActivityTaskHeartbeat: Array(1000).fill({}),
    })
    const beats = () => calls.filter(({ method }) => method === 'recordActivityTaskHeartbeat').length
    const impl = {
      async approve(_: string, { heartbeat }: ActivityContext) {
        beat = heartbeat
        await until(() => beats() > 3, 'automatic heartbeats')
        return completeLater<Receipt>()
      },
    }
    const worker = createWorker({
      swf,
      ...scripted,
      timers,
      heartbeat: { every: '1s' },
      activities: impl,
      interceptors,
    })
    await until(() => ends.length > 0, 'the end')
    expect(ends).toMatchObject([{ outcome: 'later' }])
    const before = beats()
    for (let turn = 0; turn < 10; turn++) {
      await beat('still here')
      await setImmediate()
    }
    await worker.stop({ now: true })
    expect(beats()).toBe(before)
    expect(calls.filter(({ method }) => method.startsWith('respond'))).toEqual([])
  })

  it('is left open for good if it was completed before its activity has returned', async () => {
    const gone = scriptedSwfError('UnknownResourceFault', 'Unknown activity')
    const { swf } = scriptedSwf({
      describeDomain: domain,
      pollForActivityTask: [polled('1')],
      recordActivityTaskHeartbeat: [gone],
    })
    const { lines, logger } = keptLog()
    const { ends, interceptors } = noting()
    const worker = createWorker({
      swf,
      ...scripted,
      logger,
      activities: {
        async approve(_: string, { heartbeat }: ActivityContext) {
          await heartbeat()
          return completeLater<Receipt>()
        },
      },
      interceptors,
    })
    await until(() => ends.length > 0, 'the end')
    expect(ends).toMatchObject([{ outcome: 'later' }])
    await worker.stop({ now: true })
    expect(lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([])
  })
})

it('an activity fails if completeLater() is only a part of its result', async () => {
  const { swf, calls } = scriptedSwf({
    describeDomain: domain,
    pollForActivityTask: [polled('1')],
    respondActivityTaskFailed: [{}],
  })
  const worker = createWorker({
    swf,
    ...scripted,
    activities: { approve: async () => ({ receipt: completeLater() }) },
  })
  await until(() => calls.some(({ method }) => method === 'respondActivityTaskFailed'), 'a failure')
  await worker.stop({ now: true })
  expect(calls.find(({ method }) => method === 'respondActivityTaskFailed')!.input).toMatchObject({
    reason: expect.stringContaining('UnserializablePayloadError') as string,
  })
})

const scripted = { domain: 'test', taskList: 'main', register: false, logger: keptLog().logger } as const
const domain = [{ domainInfo: { name: 'test' } }]
const polled = (id: string) => ({
  taskToken: `token ${id}`,
  activityId: id,
  activityType: { name: 'approve', version: '1.0' },
  workflowExecution: { workflowId: 'order-7', runId: 'r' },
  input: '{"json":"dear"}',
})

describe('what a client sends for an activity', () => {
  const reversing: PayloadPipeline = [
    {
      name: 'reversing',
      encode: (value, { domain, workflowId }) => `${domain}/${workflowId}/${[...value].reverse().join('')}`,
      decode: value => value,
    },
  ]
  class Declined extends Error {
    override readonly name = 'Declined'
  }
  const error = fc.oneof(
    fc.anything(),
    fc
      .tuple(
        fc.constantFrom(Error, RangeError, Declined),
        fc.string(),
        fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { maxKeys: 3 }),
        fc.option(fc.string()),
      )
      .map(([Class, message, data, cause]) =>
        Object.assign(new Class(message, cause === null ? undefined : { cause: new Error(cause) }), {
          ...data,
          message,
        }),
      ),
  )
  const settings = fc.record({
    serializer: fc.constantFrom(json, superjson),
    pipeline: fc.constantFrom([], reversing),
    readableReasons: fc.boolean(),
    errorData: fc.constantFrom(undefined, (thrown: unknown) => [typeof thrown]),
  })

  it('is what its worker would have sent for the same result or error', async () => {
    const outcome = fc.oneof(
      fc.record({
        result: fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.date({ noInvalidDate: true })),
      }),
      fc.record({ error }),
    )
    await fc.assert(
      fc.asyncProperty(outcome, settings, async (outcome, { serializer, pipeline, errorData, ...more }) => {
        const script = {
          describeDomain: domain,
          respondActivityTaskCompleted: [{}],
          respondActivityTaskFailed: [{}],
        }
        const ofWorker = scriptedSwf({ ...script, pollForActivityTask: [polled('1')] })
        const common = { ...scripted, serializer, pipeline }
        const worker = createWorker({
          swf: ofWorker.swf,
          ...common,
          ...more,
          ...(errorData === undefined ? {} : { errorData }),
          activities: {
            async approve() {
              if ('error' in outcome) throw outcome.error
              return outcome.result
            },
          },
        })
        const answers = () => ofWorker.calls.filter(({ method }) => method.startsWith('respond'))
        await until(() => answers().length > 0, 'an answer')
        await worker.stop({ now: true })

        const ofClient = scriptedSwf(script)
        const task = createClient({ swf: ofClient.swf, domain: 'test', serializer, pipeline }).activity(
          'token 1',
          {
            activity: activity<string, unknown>('approve', { startToClose: '1m' }),
            workflowId: 'order-7',
            ...more,
            ...(errorData === undefined ? {} : { errorData }),
          },
        )
        const refused = await thrown(
          'error' in outcome ? task.fail(outcome.error) : task.complete(outcome.result),
        )
        if (isReyieldError(refused, 'PAYLOAD_UNSERIALIZABLE')) {
          // a worker has nobody to tell, so it fails the activity
          expect(answers()).toMatchObject([{ method: 'respondActivityTaskFailed' }])
          expect(ofClient.calls).toEqual([])
        } else expect(ofClient.calls).toEqual(answers())
      }),
      { numRuns: 100 },
    )
  })
})

it('callers of an activity get the type of its result without CompleteLater', () => {
  interface Types {
    either(): Promise<Receipt | CompleteLater>
    typed(): Promise<CompleteLater<Receipt>>
    both(): Promise<number | CompleteLater<string>>
    sync(): Receipt | CompleteLater
    nothing(): Promise<void | CompleteLater>
    bare(): Promise<CompleteLater>
    unknown(): Promise<unknown>
    never(): Promise<never>
    flag(): Promise<boolean | CompleteLater>
  }
  type Called<F> = F extends Activity<never, infer Result> ? Result : 'no activity'
  type Of = ReturnType<typeof activities<Types>>
  expectTypeOf<{ [Name in keyof Of]: Called<Of[Name]> }>().toEqualTypeOf<{
    readonly either: Receipt
    readonly typed: Receipt
    readonly both: number | string
    readonly sync: Receipt
    readonly nothing: void
    readonly bare: unknown
    readonly unknown: unknown
    readonly never: never
    readonly flag: boolean
  }>()
  expectTypeOf<Called<typeof approve>>().toEqualTypeOf<Receipt>()
  const inferred = async (late: boolean) => (late ? completeLater<string>() : Number(late))
  expectTypeOf<
    Called<ReturnType<typeof activities<{ inferred: typeof inferred }>>['inferred']>
  >().toEqualTypeOf<string | number>()
  // only compiled, never called
  const _uses = () => {
    // @ts-expect-error -- completeLater() is for another result
    const _wrong = async (): Promise<CompleteLater<Receipt>> => completeLater<number>()
    const _right = async (): Promise<Receipt | CompleteLater> => completeLater()
    activity<string, CompleteLater>('old', { startToClose: '1m' })
  }
})

const isCompleted = ({ eventType }: { eventType?: string | undefined }) =>
  eventType === 'ActivityTaskCompleted'
