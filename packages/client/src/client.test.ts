import { text, type PayloadPipeline } from '@reyield/data'
import { activities, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { createClient, type SwfMethod } from './index.ts'
import { scriptedSwfError, scriptedSwf, type ScriptedAnswer } from './testing.ts'

const { step } = activities<{ step(n: number): Promise<number> }>({ startToClose: '1m' })
const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '1h' },
  async function* (n: number) {
    return { doubled: yield* step(n) }
  },
)
const bare = workflow({ name: 'bare' }, async function* (n: number) {
  yield* step(n)
})

const clientOf = (script: Partial<Record<SwfMethod, readonly ScriptedAnswer[]>>, more: object = {}) => {
  const { swf, calls } = scriptedSwf(script)
  return { calls, client: createClient({ swf, domain: 'shop', ...more }) }
}
const reverse = (value: string) =>
  new Promise<string>(resolve => setImmediate(() => resolve([...value].reverse().join(''))))
const reversing: PayloadPipeline = [{ name: 'reversing', encode: reverse, decode: reverse }]

describe('start', () => {
  it('sends the values of the declaration and of the call', async () => {
    const { client, calls } = clientOf({ startWorkflowExecution: [{ runId: 'r' }, { runId: 'r2' }] })
    const handle = await client.start(order, 7, {
      workflowId: 'o-7',
      tags: ['a'],
      priority: 5,
      lambdaRole: 'arn:aws:iam::1:role/r',
      taskStartToClose: 'NONE',
    })
    await client.start(bare, 1, {
      taskList: 'l',
      executionStartToClose: '1 day',
      childPolicy: 'ABANDON',
      workflowId: 'b',
    })
    expect([handle.workflowId, handle.runId]).toEqual(['o-7', 'r'])
    expect(calls.map(call => call.input)).toEqual([
      {
        domain: 'shop',
        workflowId: 'o-7',
        workflowType: { name: 'order', version: '1.0' },
        taskList: { name: 'orders' },
        executionStartToCloseTimeout: '3600',
        taskStartToCloseTimeout: 'NONE',
        childPolicy: 'TERMINATE',
        input: '{"json":7}',
        tagList: ['a'],
        taskPriority: '5',
        lambdaRole: 'arn:aws:iam::1:role/r',
      },
      {
        domain: 'shop',
        workflowId: 'b',
        workflowType: { name: 'bare', version: '1.0' },
        taskList: { name: 'l' },
        executionStartToCloseTimeout: '86400',
        taskStartToCloseTimeout: '10',
        childPolicy: 'ABANDON',
        input: '{"json":1}',
      },
    ])
  })

  it('makes a unique workflow id if the call has none', async () => {
    const { client } = clientOf({ startWorkflowExecution: [{ runId: 'r' }] })
    expect((await client.start(order, 7)).workflowId).toMatch(/^order-[0-9a-f-]{36}$/)
  })

  it('writes the input with the serializer of the workflow and the pipeline', async () => {
    const plain = workflow(
      { name: 'p', taskList: 'l', executionStartToClose: 1000, serializer: text },
      function* (s: string) {
        yield* step(s.length)
      },
    )
    const { client, calls } = clientOf({ startWorkflowExecution: [{ runId: 'r' }] }, { pipeline: reversing })
    await client.start(plain, 'abc')
    expect(calls[0]!.input).toMatchObject({ input: 'reyield:1:reversing:cba' })
  })

  it.each<[string, (client: ReturnType<typeof createClient>) => Promise<unknown>, string]>([
    ['no task list', c => c.start(bare, 1, { executionStartToClose: '1h' }), 'TASK_LIST_MISSING'],
    ['no execution timeout', c => c.start(bare, 1, { taskList: 'l' }), 'TIMEOUT_MISSING'],
    ['a bad id', c => c.start(order, 1, { workflowId: 'a:b' }), 'DEFINITION_INVALID'],
    [
      'a timeout of two years',
      c => c.start(order, 1, { executionStartToClose: '730 days' }),
      'DEFINITION_INVALID',
    ],
    ['a duration without unit', c => c.start(order, 1, { taskStartToClose: '5' }), 'DURATION_INVALID'],
    ['an input that is lost', c => c.start(order, (() => 1) as never), 'PAYLOAD_UNSERIALIZABLE'],
    ['an input that is too long', c => c.start(order, 'x'.repeat(40_000) as never), 'PAYLOAD_TOO_LONG'],
  ])('throws for %s without calling SWF', async (_, start, code) => {
    const { client, calls } = clientOf({})
    await expect(start(client)).rejects.toMatchObject({ code })
    expect(calls).toEqual([])
  })

  it.each([
    [scriptedSwfError('UnknownResourceFault', 'Unknown domain: shop'), 'DOMAIN_UNKNOWN'],
    [
      scriptedSwfError('UnknownResourceFault', 'Unknown type: WorkflowType=[name=order, version=1.0]'),
      'TYPE_UNKNOWN',
    ],
    [
      scriptedSwfError('UnknownResourceFault', 'Unknown type: WorkflowType=[name=domain-check, version=1.0]'),
      'TYPE_UNKNOWN',
    ],
    [scriptedSwfError('TypeDeprecatedFault', 'WorkflowType=[…]'), 'TYPE_DEPRECATED'],
    [
      scriptedSwfError('WorkflowExecutionAlreadyStartedFault', 'Already Started'),
      'EXECUTION_ALREADY_STARTED',
    ],
  ])('turns %s into an error that says what to do', async (swfError, code) => {
    const { client } = clientOf({ startWorkflowExecution: [swfError] })
    await expect(client.start(order, 1)).rejects.toMatchObject({ code, cause: swfError })
  })

  it('throws other SWF errors unchanged', async () => {
    const swfError = scriptedSwfError('LimitExceededFault', 'too many')
    await expect(clientOf({ startWorkflowExecution: [swfError] }).client.start(order, 1)).rejects.toBe(
      swfError,
    )
  })
})

describe('a handle', () => {
  const execution = { workflowId: 'o-7', runId: 'r/1=' }
  const last = (eventType: string, attributes: object) => ({
    events: [
      {
        eventId: 9,
        eventType,
        [`${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`]: attributes,
      },
    ],
  })

  it('reads the newest event until it closes the run, less and less often, within the budget for reads', async () => {
    const waits: unknown[] = []
    const timers = { now: () => 0, sleep: async (wait: number) => void waits.push(wait) }
    const scripted = scriptedSwf({
      getWorkflowExecutionHistory: [
        ...new Array<object>(9).fill(last('DecisionTaskScheduled', {})),
        last('WorkflowExecutionCompleted', { result: '{"json":{"doubled":14}}' }),
      ],
    })
    const take = async (_: unknown, priority: unknown) => void waits.push(priority)
    const swf = { ...scripted.swf, historyReads: { take } }
    const client = createClient({ swf, domain: 'shop', timers })
    expect(await client.handle(order, execution).result()).toEqual({ doubled: 14 })
    expect(waits).toEqual([
      ...[100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000].flatMap(wait => ['result', wait]),
      'result',
    ])
    const input = { domain: 'shop', execution, reverseOrder: true, maximumPageSize: 1 }
    expect(scripted.calls).toEqual(Array(10).fill({ method: 'getWorkflowExecutionHistory', input }))
  })

  it('takes the closing event from the port if that reports it, and makes no request', async () => {
    const { swf, calls } = scriptedSwf({})
    const [event] = last('WorkflowExecutionCompleted', { result: 'reyield:1:reversing:}7:"nosj"{' }).events
    const closed = async () => event as never
    const client = createClient({ swf: { ...swf, closed }, domain: 'shop', pipeline: reversing })
    expect(await client.handle(order, execution).result()).toBe(7)
    expect(calls).toEqual([])
  })

  it('decodes no event that leaves the run open', async () => {
    const { client } = clientOf(
      {
        getWorkflowExecutionHistory: [
          last('WorkflowExecutionSignaled', { signalName: 's', input: 'reyield:1:locked:unreadable' }),
          last('WorkflowExecutionCompleted', {}),
        ],
      },
      {
        pipeline: [
          {
            name: 'locked',
            encode: reverse,
            decode: () => Promise.reject(new Error('a key that this client lacks')),
          },
        ],
        timers: { now: () => 0, sleep: async () => undefined },
      },
    )
    expect(await client.handle(order, execution).result()).toBeUndefined()
  })

  it.each([
    [
      'WorkflowExecutionFailed',
      { reason: 'TypeError: no', details: '{"reyield":1,"name":"TypeError","message":"no"}' },
      'WORKFLOW_FAILED',
      "Execution 'o-7' failed: TypeError: no",
    ],
    ['WorkflowExecutionCanceled', { details: 'x' }, 'WORKFLOW_CANCELED', "Execution 'o-7' was canceled"],
    [
      'WorkflowExecutionTerminated',
      { reason: 'enough', cause: 'OPERATOR_INITIATED' },
      'WORKFLOW_TERMINATED',
      "Execution 'o-7' was terminated (OPERATOR_INITIATED): enough",
    ],
    [
      'WorkflowExecutionTimedOut',
      { timeoutType: 'START_TO_CLOSE' },
      'WORKFLOW_TIMED_OUT',
      "Execution 'o-7' ran into its executionStartToClose timeout",
    ],
  ])('throws the error for a last event %s', async (eventType, attributes, code, message) => {
    const { client } = clientOf({
      getWorkflowExecutionHistory: [last(eventType, attributes)],
    })
    await expect(client.handle(order, execution).result()).rejects.toMatchObject({ code, message, execution })
  })

  it('rebuilds the error of the workflow as the cause', async () => {
    const { client } = clientOf({
      getWorkflowExecutionHistory: [
        last('WorkflowExecutionFailed', {
          reason: 'RangeError: no',
          details: '{"reyield":1,"name":"RangeError","message":"no"}',
        }),
      ],
    })
    await expect(client.handle(order, execution).result()).rejects.toMatchObject({
      cause: { name: 'RangeError', message: 'no' },
    })
  })

  it('follows an execution that continues as new', async () => {
    const { client, calls } = clientOf({
      getWorkflowExecutionHistory: [
        last('WorkflowExecutionContinuedAsNew', { newExecutionRunId: 'r2' }),
        last('WorkflowExecutionCompleted', {}),
      ],
    })
    expect(await client.handle(order, execution).result()).toBeUndefined()
    expect(calls.at(-1)!.input).toMatchObject({ execution: { workflowId: 'o-7', runId: 'r2' } })
  })

  it('reads all pages of the history and decodes the payloads with the pipeline', async () => {
    const page = (eventId: number, more: object = {}) => ({
      events: [
        {
          eventId,
          eventType: 'ActivityTaskCompleted',
          activityTaskCompletedEventAttributes: { result: 'reyield:1:reversing:abc' },
        },
      ],
      ...more,
    })
    const { client, calls } = clientOf(
      { getWorkflowExecutionHistory: [page(1, { nextPageToken: 't' }), page(2)] },
      { pipeline: reversing },
    )
    const events = await client.handle(order, execution, { followRuns: false }).history()
    expect(events.map(event => [event.eventId, event.activityTaskCompletedEventAttributes!.result])).toEqual([
      [1, 'cba'],
      [2, 'cba'],
    ])
    expect(calls.map(call => (call.input as { nextPageToken?: string }).nextPageToken)).toEqual([
      undefined,
      't',
    ])
  })

  it.each([
    ['Unknown execution: WorkflowExecution=[workflowId=domain, runId=r]', 'EXECUTION_UNKNOWN'],
    ['Unknown domain: shop', 'DOMAIN_UNKNOWN'],
  ])('turns the SWF error %j into an error that says what to do', async (message, code) => {
    const swfError = scriptedSwfError('UnknownResourceFault', message)
    const { client } = clientOf({
      describeWorkflowExecution: [swfError],
      getWorkflowExecutionHistory: new Array<Error>(5).fill(swfError),
      listClosedWorkflowExecutions: new Array<object>(3).fill({}),
      listOpenWorkflowExecutions: new Array<object>(3).fill({}),
    })
    const handle = client.handle(order, execution)
    for (const look of [() => handle.describe(), () => handle.result(), () => handle.history()]) {
      await expect(look()).rejects.toMatchObject({ code, cause: swfError })
    }
  })
})
