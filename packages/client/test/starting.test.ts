import { signal } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import {
  createClient,
  retrying,
  swfMethods,
  type Client,
  type ClientCallOptions,
  type StartOptions,
  type Swf,
} from '../src/index.ts'
import { scriptedSwfError, scriptedSwf } from '../src/testing.ts'
import { chainSetup, order, orderTwo, other, type ChainSetup } from './chain-setup.ts'

const go = signal<string>('go')
const options = { workflowId: 'w' }

/** A client for which the response to the first start is lost, and something happens before the start is repeated. */
function losing(
  setup: ChainSetup,
  how: { before?: () => unknown; after?: () => unknown; lost?: Error } = {},
): Client {
  const { swf, clock } = setup
  let first = true
  const port: Swf = {
    ...swf,
    async startWorkflowExecution(input, callOptions) {
      if (!first) return swf.startWorkflowExecution(input, callOptions)
      first = false
      await how.before?.()
      if (how.lost === undefined) setup.runs.push((await swf.startWorkflowExecution(input)).runId!)
      await how.after?.()
      throw how.lost ?? Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
    },
  }
  const timers = { now: () => clock.now(), sleep: (milliseconds: number) => clock.advance(milliseconds) }
  return createClient({ swf: retrying(port, { timers }), domain: 'd', timers })
}

describe('a start whose response was lost', () => {
  it('has succeeded if type, input and start time are those of the call', async () => {
    await using setup = await chainSetup()
    const handle = await losing(setup).start(order, 1, options)
    expect([handle.runId]).toEqual(setup.runs)
    await expect(setup.client.start(order, 1, options)).rejects.toMatchObject({
      code: 'EXECUTION_ALREADY_STARTED',
    })
  })

  it.each<[string, (setup: ChainSetup) => Promise<unknown>]>([
    ['continued as new', setup => setup.continueAsNew()],
    [
      'continued as new twice, in another version',
      async setup => (await setup.continueAsNew('2.0'), setup.continueAsNew('1.0')),
    ],
  ])('has succeeded if the execution has %s meanwhile; the handle follows it', async (_, after) => {
    await using setup = await chainSetup()
    const handle = await losing(setup, { after: () => after(setup) }).start(order, 1, options)
    expect(handle.runId).toBe(setup.runs[0])
    expect((await handle.describe()).executionInfo!.execution!.runId).toBe(setup.runs.at(-1))
  })

  it.each<[string, Parameters<typeof losing>[1] & { input?: number; definition?: typeof order }]>([
    ['an earlier one with the same input', {}],
    ['one of another type', { definition: other }],
    ['one of another version', { definition: orderTwo }],
    ['one with another input', { input: 2 }],
  ])('throws if %s is open', async (what, { input = 1, definition = order }) => {
    await using setup = await chainSetup()
    const start = async () => void (await setup.client.start(definition, input, options))
    const client = losing(setup, {
      lost: new Error('socket hang up'),
      ...(what.startsWith('an earlier') ? {} : { after: start }),
    })
    if (what.startsWith('an earlier')) await start()
    await setup.clock.advance(1)
    await expect(client.start(order, 1, options)).rejects.toMatchObject({ code: 'EXECUTION_ALREADY_STARTED' })
  })

  it('throws if the open execution began earlier, even if its present run has the same input', async () => {
    await using setup = await chainSetup()
    await setup.start()
    const client = losing(setup, { lost: new Error('socket hang up'), after: () => setup.continueAsNew() })
    await expect(client.start(order, 2, options)).rejects.toMatchObject({ code: 'EXECUTION_ALREADY_STARTED' })
  })

  it('is not assumed after throttling, because SWF has then done nothing', async () => {
    await using setup = await chainSetup()
    const client = losing(setup, {
      lost: scriptedSwfError('ThrottlingException', 'Rate exceeded'),
      after: () => setup.start(),
    })
    await expect(client.start(order, 1, options)).rejects.toMatchObject({ code: 'EXECUTION_ALREADY_STARTED' })
  })

  it('is recognized also if the AWS SDK itself has repeated the request', async () => {
    await using setup = await chainSetup()
    const swf: Swf = {
      ...setup.swf,
      async startWorkflowExecution(input) {
        await setup.swf.startWorkflowExecution(input)
        const swfError = scriptedSwfError('WorkflowExecutionAlreadyStartedFault', '')
        throw Object.assign(swfError, { $metadata: { httpStatusCode: 400, attempts: 2 } })
      },
    }
    const timers = { now: () => setup.clock.now(), sleep: (ms: number) => setup.clock.advance(ms) }
    const handle = await createClient({ swf, domain: 'd', timers }).start(order, 1, options)
    expect((await handle.describe()).executionInfo!.executionStatus).toBe('OPEN')
  })
})

describe("start with ifRunning: 'use'", () => {
  const use: StartOptions = { ...options, ifRunning: 'use' }

  it('starts an execution if none is open, also if the last one has closed', async () => {
    await using setup = await chainSetup()
    const first = await setup.client.start(order, 1, use)
    setup.runs.push(first.runId)
    await setup.close()
    const second = await setup.client.start(order, 1, use)
    expect(second.runId).not.toBe(first.runId)
    expect((await second.describe()).executionInfo!.executionStatus).toBe('OPEN')
  })

  it('uses the open execution, whatever its input, and follows it', async () => {
    await using setup = await chainSetup()
    const runId = await setup.start()
    const handle = await setup.client.start(order, 99, use)
    expect(handle.runId).toBe(runId)
    await setup.continueAsNew()
    await handle.signal(go, 'x')
    expect(await setup.signals(setup.runs[1]!)).toEqual(['go'])
  })

  it.each([other, orderTwo])('throws for an open execution of another type: %o', async definition => {
    await using setup = await chainSetup()
    await setup.start(definition)
    await expect(setup.client.start(order, 1, use)).rejects.toMatchObject({
      code: 'EXECUTION_ALREADY_STARTED',
      running: { name: definition.name, version: definition.version },
    })
  })

  it('looks again if the open execution is not listed yet, and starts a new one if it has closed meanwhile', async () => {
    for (const call of [1, 2, 3]) {
      await using setup = await chainSetup()
      await setup.start()
      setup.before(n => (n === call ? setup.close() : undefined))
      const handle = await setup.client.start(order, 1, use)
      const open = (await handle.describe()).executionInfo!
      if (call < 3) expect([open.executionStatus, setup.runs.includes(handle.runId)]).toEqual(['OPEN', false])
      else expect(handle.runId).toBe(setup.runs[0]) // it closed after the last look
    }
    await using setup = await chainSetup()
    const runId = await setup.start()
    let lists = 0
    const swf: Swf = {
      ...setup.swf,
      listOpenWorkflowExecutions: async (input, o) =>
        lists++ === 0 ? { executionInfos: [] } : setup.swf.listOpenWorkflowExecutions(input, o),
    }
    const timers = { now: () => 0, sleep: async () => undefined }
    expect((await createClient({ swf, domain: 'd', timers }).start(order, 1, use)).runId).toBe(runId)
    const blind: Swf = { ...setup.swf, listOpenWorkflowExecutions: async () => ({ executionInfos: [] }) }
    await expect(
      createClient({ swf: blind, domain: 'd', timers }).start(order, 1, use),
    ).rejects.toMatchObject({
      code: 'EXECUTION_ALREADY_STARTED',
    })
  })

  it('throws for any other value of ifRunning', async () => {
    const { swf, calls } = scriptedSwf({})
    await expect(
      createClient({ swf, domain: 'd' }).start(order, 1, { ifRunning: 'replace' as never }),
    ).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      message: "ifRunning of a start is replace: expected 'fail' or 'use'",
    })
    expect(calls).toEqual([])
  })
})

describe('signalWithStart', () => {
  const how = { workflowId: 'w', input: 1, signal: go, value: 'x' } as const

  it('signals the open execution, whatever its run', async () => {
    await using setup = await chainSetup()
    await setup.start()
    await setup.continueAsNew()
    const handle = await setup.client.signalWithStart(order, how)
    expect(await setup.signals(setup.runs[1]!)).toEqual(['go'])
    expect(handle.runId).toBeUndefined()
  })

  it('starts an execution with the signal in its input if none is open', async () => {
    await using setup = await chainSetup()
    const handle = await setup.client.signalWithStart(order, how)
    const [started, ...more] = await handle.history()
    expect(started!.workflowExecutionStartedEventAttributes!.input).toBe(
      '{"reyield":1,"input":"{\\"json\\":1}","signals":[{"name":"go","input":"{\\"json\\":\\"x\\"}"}]}',
    )
    expect(more.map(({ eventType }) => eventType)).toEqual(['DecisionTaskScheduled'])
    expect(handle.runId).toEqual(expect.any(String))
  })

  it('signals an execution that another client has started in between, and starts again if that has closed', async () => {
    await using setup = await chainSetup()
    setup.before(call => (call === 1 ? setup.start() : undefined))
    await setup.client.signalWithStart(order, how)
    expect(setup.calls).toEqual([
      'signalWorkflowExecution',
      'startWorkflowExecution',
      'signalWorkflowExecution',
    ])
    expect(await setup.signals(setup.runs[0]!)).toEqual(['go'])
    await setup.close()
    setup.before(call => (call === 1 ? setup.start() : call === 2 ? setup.close() : undefined))
    const handle = await setup.client.signalWithStart(order, how)
    expect(setup.runs).not.toContain(handle.runId)
    expect(await setup.signals(setup.runs[1]!)).not.toContain('go')
  })

  it('sends the signal once if the response to its own start was lost', async () => {
    await using setup = await chainSetup()
    const handle = await losing(setup).signalWithStart(order, how)
    expect([handle.runId]).toEqual(setup.runs)
    expect(await setup.signals(setup.runs[0]!)).toEqual([])
  })

  it('throws for an unknown domain and starts nothing', async () => {
    await using setup = await chainSetup()
    const client = createClient({ swf: setup.swf, domain: 'nowhere' })
    await expect(client.signalWithStart(order, how)).rejects.toMatchObject({ code: 'DOMAIN_UNKNOWN' })
  })

  it.each([
    ['a signal that is too long', { value: 'x'.repeat(33_000) }],
    ['signal and input that are too long together', { value: 'x'.repeat(20_000), input: 'y'.repeat(20_000) }],
  ])('throws for %s without calling SWF', async (_, more) => {
    const { swf, calls } = scriptedSwf({})
    const client = createClient({ swf, domain: 'd' })
    await expect(client.signalWithStart(order, { ...how, ...more } as never)).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LONG',
    })
    expect(calls).toEqual([])
  })
})

it('an input that looks like an envelope is wrapped, so that the workflow gets it unchanged', async () => {
  const { swf, calls } = scriptedSwf({ startWorkflowExecution: [{ runId: 'r' }] })
  const { json } = await import('@reyield/data')
  const input = { reyield: 1, input: 7 }
  await createClient({ swf, domain: 'd', serializer: json }).start(order, input as never)
  expect(calls[0]!.input).toMatchObject({ input: '{"reyield":1,"input":"{\\"reyield\\":1,\\"input\\":7}"}' })
})

describe('every call takes an abort signal and a timeout', () => {
  const first = async (pages: AsyncGenerator<unknown>) => pages.next()
  const known = { workflowId: 'w', runId: 'r' }
  type Call = (client: Client, options: ClientCallOptions) => Promise<unknown>
  const ofHandle: Record<
    string,
    (handle: ReturnType<Client['handle']>, options: ClientCallOptions) => Promise<unknown>
  > = {
    signal: (handle, o) => handle.signal(go, 'x', o),
    'signal without a value': (handle, o) => handle.signal(signal('bare'), undefined, o),
    nudge: (handle, o) => handle.nudge(o),
    requestCancel: (handle, o) => handle.requestCancel(o),
    terminate: (handle, o) => handle.terminate({}, o),
    describe: (handle, o) => handle.describe(o),
    status: (handle, o) => handle.status(o),
    history: (handle, o) => handle.history(o),
    historyPages: (handle, o) => first(handle.historyPages(o)),
    result: (handle, o) => handle.result(o),
  }
  const calls: [string, Call][] = [
    ['start', (client, o) => client.start(order, 1, o)],
    [
      'signalWithStart',
      (client, o) =>
        client.signalWithStart(order, { workflowId: 'w', input: 1, signal: go, value: 'x', ...o }),
    ],
    ['list', (client, o) => first(client.list({ status: 'OPEN' }, o))],
    ['count', (client, o) => client.count({ status: 'CLOSED' }, o)],
    ...Object.entries(ofHandle).flatMap(([name, call]): [string, Call][] => [
      [name, (client, o) => call(client.handle(order, known), o)],
      [`${name} by workflow id`, (client, o) => call(client.handle(order, { workflowId: 'w' }), o)],
    ]),
  ]
  /** Never responds and ignores signals. */
  const hanging = () => {
    const asked: AbortSignal[] = []
    const never = (_: unknown, { abortSignal }: { abortSignal?: AbortSignal } = {}) => {
      asked.push(abortSignal!)
      return new Promise(() => undefined)
    }
    return { asked, swf: Object.fromEntries(swfMethods.map(method => [method, never])) as unknown as Swf }
  }
  const reads = /^(list|count|describe|status|history|historyPages|result)/

  it.each(calls)('%s', async (name, call) => {
    const { asked, swf } = hanging()
    const reason = new Error('enough')
    await expect(
      call(createClient({ swf, domain: 'd' }), { abortSignal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason)
    expect(asked).toEqual([])

    const slow = createClient({ swf, domain: 'd', timers: { now: () => 0, sleep: async () => undefined } })
    const error = await call(slow, { timeout: '2s' }).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'CALL_TIMED_OUT', timeout: 2000 })
    expect((error as Error).message.includes('SWF may have carried it out')).toBe(!reads.test(name))

    const stop = new AbortController()
    const stopped = call(createClient({ swf, domain: 'd' }), { abortSignal: stop.signal, timeout: '1 day' })
    const begun = asked.length
    stop.abort(reason)
    await expect(stopped).rejects.toBe(reason)
    expect(asked.slice(begun).every(({ aborted }) => aborted)).toBe(true)

    await expect(call(slow, { timeout: '5' })).rejects.toMatchObject({ code: 'DURATION_INVALID' })
  })
})
