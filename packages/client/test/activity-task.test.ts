import { json, text, type PayloadPipeline } from '@reyield/data'
import { activities, activity } from '@reyield/workflow'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { createClient, retrying, type ActivityTask, type ClientCall } from '../src/index.ts'
import { scriptedSwf, scriptedSwfError } from '../src/testing.ts'

interface Receipt {
  readonly by: string
}
const { approve, ring } = activities<{
  approve(order: { id: string }): Promise<Receipt>
  ring(): Promise<void>
}>({ startToClose: '1 day' })
const reversing: PayloadPipeline = [
  {
    name: 'reversing',
    encode: (value, { domain, workflowId }) => `${domain}/${workflowId}/${[...value].reverse().join('')}`,
    decode: value => value,
  },
]

const clientOf = (script: Parameters<typeof scriptedSwf>[0] = {}, more: object = {}) => {
  const { swf, calls } = scriptedSwf(script)
  return { calls, swf, client: createClient({ swf, domain: 'shop', ...more }) }
}
const answers = {
  respondActivityTaskCompleted: [{}, {}],
  respondActivityTaskFailed: [{}, {}],
  respondActivityTaskCanceled: [{}, {}],
  recordActivityTaskHeartbeat: [{ cancelRequested: true }, {}],
}
const thrown = (call: () => unknown) =>
  Promise.resolve()
    .then(call)
    .then(
      () => 'nothing thrown',
      (error: unknown) => error,
    )

describe('an activity task', () => {
  it('is completed, failed, canceled and kept alive by its token alone', async () => {
    const { client, calls } = clientOf(answers)
    const task = client.activity('token', { activity: approve })
    await task.complete({ by: 'Ada' })
    await client.activity('token', { activity: ring }).complete()
    await task.fail(Object.assign(new RangeError('too much'), { limit: 7 }))
    await task.cancel()
    await task.cancel('not needed')
    expect([await task.heartbeat({ pages: 7 }), await task.heartbeat()]).toEqual([
      { cancelRequested: true },
      { cancelRequested: false },
    ])
    const taskToken = 'token'
    expect(calls).toEqual([
      { method: 'respondActivityTaskCompleted', input: { taskToken, result: '{"json":{"by":"Ada"}}' } },
      { method: 'respondActivityTaskCompleted', input: { taskToken } },
      {
        method: 'respondActivityTaskFailed',
        input: {
          taskToken,
          reason: 'RangeError: too much',
          details: expect.stringContaining('"data":{"limit":7}') as string,
        },
      },
      { method: 'respondActivityTaskCanceled', input: { taskToken } },
      { method: 'respondActivityTaskCanceled', input: { taskToken, details: '{"json":"not needed"}' } },
      { method: 'recordActivityTaskHeartbeat', input: { taskToken, details: '{"json":{"pages":7}}' } },
      { method: 'recordActivityTaskHeartbeat', input: { taskToken } },
    ])
  })

  it("writes with the call's serializer, else the activity's, else the client's, and with the client's pipeline", async () => {
    const { client, calls } = clientOf(
      { respondActivityTaskCompleted: [{}, {}, {}] },
      { serializer: json, pipeline: reversing },
    )
    const hello = activity<string, string>('hello', { startToClose: '1m', serializer: text })
    const plain = activity<string, string>('hello', { startToClose: '1m' })
    const workflowId = 'order-7'
    await client.activity('t', { activity: hello, workflowId }).complete('abc')
    await client.activity('t', { activity: plain, workflowId }).complete('abc')
    await client.activity('t', { activity: plain, workflowId, serializer: text }).complete('abc')
    expect(calls.map(({ input }) => (input as { result: string }).result)).toEqual([
      expect.stringMatching(/shop\/order-7\/cba/),
      expect.stringMatching(/shop\/order-7\/"cba"/),
      expect.stringMatching(/shop\/order-7\/cba/),
    ])
  })

  it('needs the workflow id if the client has a pipeline', () => {
    const { client } = clientOf({}, { pipeline: reversing })
    expect(() => client.activity('t', { activity: approve })).toThrow(
      "The option workflowId is undefined: expected the workflow id of the task's execution, because the client has a " +
        'pipeline, whose codecs need it: client.activity(taskToken, { activity: approve, workflowId })',
    )
  })

  it.each([
    [undefined, 'undefined'],
    ['', 'an empty string'],
    [7, 'a number'],
    ['x'.repeat(1025), "1025 characters long, and SWF's have at most 1024"],
  ])('refuses a token that SWF cannot have made (%#)', (token, found) => {
    const { client } = clientOf()
    expect(() => client.activity(token as string, { activity: approve })).toThrow(
      expect.objectContaining({
        code: 'TASK_TOKEN_INVALID',
        message: `The task token for activity 'approve' is ${found}: expected the taskToken of an ActivityContext, whole and unchanged`,
      }),
    )
  })

  it('refuses a call without a definition of the activity', () => {
    const { client } = clientOf()
    const wrong = [undefined, {}, { activity: 'approve' }, { activity: async () => undefined }] as never[]
    for (const options of wrong) {
      expect(() => client.activity('t', options)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
    }
  })

  it('sends nothing that SWF or the workflow would refuse', async () => {
    const { client, calls } = clientOf()
    const task = client.activity('t', {
      activity: activity<string, unknown>('approve', { startToClose: '1m' }),
    })
    const checked = client.activity('t', { activity: approve, schema: z.object({ by: z.string().min(1) }) })
    const circle: { self?: unknown } = {}
    circle.self = circle
    const refused: [code: string, call: () => Promise<unknown>][] = [
      ['PAYLOAD_UNSERIALIZABLE', () => task.complete(() => 7)],
      ['PAYLOAD_TOO_LONG', () => task.complete('x'.repeat(40_000))],
      ['PAYLOAD_TOO_LONG', () => task.heartbeat('x'.repeat(2048))],
      ['PAYLOAD_TOO_LONG', () => task.cancel('x'.repeat(40_000))],
      ['PAYLOAD_UNSERIALIZABLE', () => task.cancel(Symbol('no'))],
      ['INPUT_INVALID', () => checked.complete({ by: '' })],
      ['INPUT_INVALID', () => checked.complete(undefined as never)],
    ]
    for (const [code, call] of refused) expect(await thrown(call)).toMatchObject({ code })
    expect(calls).toEqual([])
  })

  it('says when SWF no longer knows the task, and whether an earlier try of the call may be the reason', async () => {
    const gone = () => scriptedSwfError('UnknownResourceFault', 'Unknown activity, scheduledEventId = 5')
    const { swf } = scriptedSwf({
      respondActivityTaskCompleted: [gone(), scriptedSwfError('InternalFailure', 'oops', 500), gone()],
    })
    const task = createClient({ swf: retrying(swf), domain: 'shop' }).activity('t', { activity: approve })
    const errors = [
      await thrown(() => task.complete({ by: 'A' })),
      await thrown(() => task.complete({ by: 'A' })),
    ]
    expect(errors).toMatchObject([
      {
        code: 'ACTIVITY_TASK_UNKNOWN',
        activity: 'approve',
        mayHaveHappened: false,
        cause: { name: 'UnknownResourceFault' },
        message:
          "SWF no longer knows this task of activity 'approve'. It was completed, failed or canceled before, it has timed " +
          'out, or its execution has closed: nothing is left to be done with its token',
      },
      {
        code: 'ACTIVITY_TASK_UNKNOWN',
        mayHaveHappened: true,
        message: expect.stringContaining('An earlier try of this call got no response') as string,
      },
    ])
  })

  it('has a code of its own for a token that SWF has not made, and passes other errors on', async () => {
    const { client } = clientOf({
      respondActivityTaskCompleted: [
        scriptedSwfError('ValidationException', "Value 'secret' at 'taskToken' failed"),
        scriptedSwfError('OperationNotPermittedFault', 'no'),
      ],
    })
    const task = client.activity('secret', { activity: approve })
    const invalid = await thrown(() => task.complete({ by: 'A' }))
    expect(invalid).toMatchObject({ code: 'TASK_TOKEN_INVALID', cause: { name: 'ValidationException' } })
    expect((invalid as Error).message).not.toContain('secret')
    expect(await thrown(() => task.complete({ by: 'A' }))).toMatchObject({
      name: 'OperationNotPermittedFault',
    })
  })

  it('leaves an error of a codec as it is, whatever its name', async () => {
    const denied = Object.assign(new Error('no such key'), { name: 'ValidationException' })
    const pipeline: PayloadPipeline = [
      { name: 'kms', encode: () => Promise.reject(denied), decode: value => value },
    ]
    const { client, calls } = clientOf({}, { pipeline })
    const task = client.activity('t', { activity: approve, workflowId: 'order-7' })
    expect([await thrown(() => task.complete({ by: 'A' })), calls]).toEqual([denied, []])
  })

  it('passes its calls through the interceptors of the client, which may change their values', async () => {
    const seen: ClientCall[] = []
    const interceptors = {
      client: (call: ClientCall, next: (call: ClientCall) => Promise<unknown>) => {
        seen.push(call)
        return next(call.call === 'completeActivity' ? { ...call, value: { by: 'Bob' } } : call)
      },
    }
    const { client, calls } = clientOf(answers, { interceptors })
    const task = client.activity('t', { activity: approve, workflowId: 'order-7' })
    await task.complete({ by: 'Ada' })
    await task.fail(7)
    await task.cancel()
    await task.heartbeat('here')
    const about = {
      domain: 'shop',
      activity: { name: 'approve', version: '1.0' },
      workflowId: 'order-7',
      taskToken: 't',
    }
    expect(seen).toEqual([
      { call: 'completeActivity', ...about, value: { by: 'Ada' } },
      { call: 'failActivity', ...about, value: 7 },
      { call: 'cancelActivity', ...about, value: undefined },
      { call: 'heartbeatActivity', ...about, value: 'here' },
    ])
    expect(calls[0]!.input).toEqual({ taskToken: 't', result: '{"json":{"by":"Bob"}}' })
  })

  it('has the type of the result of its activity', () => {
    const { client } = clientOf()
    const task = client.activity('t', { activity: approve })
    expectTypeOf(task).toEqualTypeOf<ActivityTask<Receipt>>()
    // only compiled, never called
    const _uses = () => [
      // @ts-expect-error -- a result is required
      task.complete(),
      // @ts-expect-error -- of another type
      task.complete({ by: 7 }),
      client.activity('t', { activity: ring }).complete(),
      client.activity('t', { activity: ring }).complete(undefined, { timeout: '5s' }),
      client.activity('t', { activity: approve, schema: z.object({ by: z.string() }) }),
      // @ts-expect-error -- a schema of another type
      client.activity('t', { activity: approve, schema: z.object({ by: z.number() }) }),
      // @ts-expect-error -- schemas check values and never change them
      client.activity('t', { activity: approve, schema: z.object({ by: z.coerce.string() }) }),
      // @ts-expect-error -- the implementation isn't the definition
      client.activity('t', { activity: async () => ({ by: 'Ada' }) }),
    ]
  })
})
