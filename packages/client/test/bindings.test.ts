import { SWF } from '@aws-sdk/client-swf'
import { createLocalSwf, testClock, type LocalSwf } from '@reyield/local'
import { signal, workflow } from '@reyield/workflow'
import { afterEach, describe, expect, it } from 'vitest'
import {
  awsSwf,
  compareRegistered,
  connect,
  createClient,
  register,
  retrying,
  type Swf,
} from '../src/index.ts'

const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function local(): Promise<LocalSwf> {
  const made = await createLocalSwf({ clock: testClock() })
  opened.push(made)
  return made
}

const bindings: [string, (local: LocalSwf) => Promise<Swf>][] = [
  ['the direct transport', async local => local.swf],
  ...(['lean', 'sdk'] as const).map(binding => {
    const bind = async (local: LocalSwf) => {
      const swf = awsSwf({ endpoint: (await local.listen()).url, binding })
      opened.push(swf)
      return retrying(swf)
    }
    return [`HTTP (${binding})`, bind] satisfies [string, unknown]
  }),
]

const wait = workflow({ name: 'wait', taskList: 'l', executionStartToClose: '1h' }, function* (_: string) {})
const later = workflow(
  { name: 'wait', taskList: 'other', executionStartToClose: '2h' },
  function* (_: string) {},
)

describe.each(bindings)('over %s', (_, bind) => {
  it('registers once, then reports what exists and what differs', async () => {
    const swf = await bind(await local())
    const options = {
      domain: 'd',
      retentionDays: 3,
      workflows: [wait],
      activities: [{ name: 'a', startToClose: '1m' }],
    }
    const all = [
      { kind: 'domain', name: 'd' },
      { kind: 'workflow', name: 'wait', version: '1.0' },
      { kind: 'activity', name: 'a', version: '1.0' },
    ]
    expect(await compareRegistered(swf, options)).toEqual({ missing: all, existing: [], differing: [] })
    expect(await register(swf, options)).toEqual({ registered: all, existing: [], differing: [] })
    expect(await compareRegistered(swf, options)).toEqual({ missing: [], existing: all, differing: [] })
    expect(await register(swf, options)).toEqual({ registered: [], existing: all, differing: [] })
    const { differing } = await register(swf, {
      domain: 'd',
      retentionDays: 5,
      workflows: [later],
      activities: [{ name: 'a', startToClose: '2m', taskList: 'x' }],
    })
    expect(differing).toEqual([
      {
        kind: 'domain',
        name: 'd',
        member: 'workflowExecutionRetentionPeriodInDays',
        registered: '3',
        wanted: '5',
      },
      {
        kind: 'workflow',
        name: 'wait',
        version: '1.0',
        member: 'defaultExecutionStartToCloseTimeout',
        registered: '3600',
        wanted: '7200',
      },
      {
        kind: 'workflow',
        name: 'wait',
        version: '1.0',
        member: 'defaultTaskList',
        registered: 'l',
        wanted: 'other',
      },
      {
        kind: 'activity',
        name: 'a',
        version: '1.0',
        member: 'defaultTaskStartToCloseTimeout',
        registered: '60',
        wanted: '120',
      },
      {
        kind: 'activity',
        name: 'a',
        version: '1.0',
        member: 'defaultTaskList',
        registered: undefined,
        wanted: 'x',
      },
    ])
  })

  it('reports a deprecated type', async () => {
    const made = await local()
    const swf = await bind(made)
    await register(swf, { domain: 'd', workflows: [wait] })
    await made.swf.deprecateWorkflowType({ domain: 'd', workflowType: { name: 'wait', version: '1.0' } })
    const { differing } = await register(swf, { domain: 'd', workflows: [wait] })
    expect(differing).toEqual([
      {
        kind: 'workflow',
        name: 'wait',
        version: '1.0',
        member: 'status',
        registered: 'DEPRECATED',
        wanted: 'REGISTERED',
      },
    ])
    await expect(createClient({ swf, domain: 'd' }).start(wait, 'x')).rejects.toMatchObject({
      code: 'TYPE_DEPRECATED',
    })
  })

  it('starts an execution, describes it, reads its history, and waits for its end', async () => {
    const made = await local()
    const swf = await bind(made)
    await register(swf, { domain: 'd', workflows: [wait] })
    const client = createClient({ swf, domain: 'd' })
    const handle = await client.start(wait, 'x', { workflowId: 'w' })
    await expect(client.start(wait, 'x', { workflowId: 'w' })).rejects.toMatchObject({
      code: 'EXECUTION_ALREADY_STARTED',
    })
    expect((await handle.describe()).executionInfo).toMatchObject({
      executionStatus: 'OPEN',
      execution: { workflowId: 'w' },
    })
    expect((await handle.history()).map(event => event.eventType)).toEqual([
      'WorkflowExecutionStarted',
      'DecisionTaskScheduled',
    ])
    const result = handle.result()
    result.catch(() => undefined)
    await (made.clock as ReturnType<typeof testClock>).advance('2h')
    await expect(result).rejects.toMatchObject({ code: 'WORKFLOW_TIMED_OUT' })
  })

  it('signals, requests a cancel and terminates; a closed execution refuses all of these', async () => {
    const swf = await bind(await local())
    await register(swf, { domain: 'd', workflows: [wait] })
    const client = createClient({ swf, domain: 'd' })
    const handle = await client.start(wait, 'x')
    const note = signal<{ text: string }>('note')
    await handle.signal(note, { text: 'hello' })
    await handle.signal(signal('bare'))
    await handle.requestCancel()
    await handle.terminate({ reason: 'enough' })
    const events = await handle.history()
    expect(events.map(event => event.workflowExecutionSignaledEventAttributes ?? event.eventType)).toEqual([
      'WorkflowExecutionStarted',
      'DecisionTaskScheduled',
      { signalName: 'note', input: '{"json":{"text":"hello"}}', externalInitiatedEventId: 0 },
      { signalName: 'bare', externalInitiatedEventId: 0 },
      'WorkflowExecutionCancelRequested',
      'WorkflowExecutionTerminated',
    ])
    await expect(handle.result()).rejects.toMatchObject({ code: 'WORKFLOW_TERMINATED', reason: 'enough' })
    for (const late of [
      () => handle.signal(note, { text: 'x' }),
      () => handle.requestCancel(),
      () => handle.terminate(),
    ]) {
      await expect(late()).rejects.toMatchObject({ code: 'EXECUTION_UNKNOWN' })
    }
  })

  it('lists and counts open and closed executions, typed by the workflow', async () => {
    const made = await local()
    const swf = await bind(made)
    const clock = made.clock as ReturnType<typeof testClock>
    await register(swf, { domain: 'd', workflows: [wait] })
    const client = createClient({ swf, domain: 'd' })
    for (const workflowId of ['a', 'b', 'c', 'd']) {
      const { runId } = await client.start(wait, 'x', { workflowId, tags: [`tag ${workflowId}`] })
      if (workflowId === 'b') await client.handle(wait, { workflowId, runId }).terminate()
      await clock.advance('1m')
    }
    const ids = async (...query: Parameters<typeof client.list>) => {
      const found = []
      for await (const { workflowId } of client.list(...query)) found.push(workflowId)
      expect(await client.count(query[0])).toEqual({ count: found.length, truncated: false })
      return found.join('')
    }
    const minutesAgo = (minutes: number) => new Date(clock.now() - minutes * 60_000)
    expect(await ids({ status: 'OPEN' })).toBe('dca')
    expect(await ids({ status: 'OPEN' }, { order: 'oldest first', pageSize: 1 })).toBe('acd')
    expect(await ids({ status: 'OPEN', workflow: wait })).toBe('dca')
    expect(await ids({ status: 'OPEN', workflow: { name: 'wait', version: '2' } })).toBe('')
    expect(await ids({ status: 'OPEN', workflowId: 'c' })).toBe('c')
    expect(await ids({ status: 'OPEN', tag: 'tag a' })).toBe('a')
    expect(await ids({ status: 'OPEN', startedAfter: minutesAgo(2) })).toBe('dc')
    expect(await ids({ status: 'OPEN', startedBefore: minutesAgo(2) })).toBe('ca')
    expect(await ids({ status: 'CLOSED' })).toBe('b')
    expect(await ids({ status: 'CLOSED', startedAfter: minutesAgo(2) })).toBe('')
    expect(await ids({ status: 'CLOSED', closedBefore: minutesAgo(3) })).toBe('b')
    expect(await ids({ status: 'CLOSED', closeStatus: 'TERMINATED' })).toBe('b')
    expect(await ids({ status: 'CLOSED', closeStatus: 'FAILED' })).toBe('')

    for await (const { handle, info } of client.list({ status: 'CLOSED', workflow: wait })) {
      expect(info).toEqual((await handle.describe()).executionInfo)
      const result: Promise<void> = handle.result()
      await expect(result).rejects.toMatchObject({ code: 'WORKFLOW_TERMINATED' })
    }
    const nowhere = createClient({ swf, domain: 'nowhere' })
    await expect(nowhere.count({ status: 'OPEN' })).rejects.toMatchObject({ code: 'DOMAIN_UNKNOWN' })
    await expect(nowhere.list({ status: 'OPEN' }).next()).rejects.toMatchObject({ code: 'DOMAIN_UNKNOWN' })
  })

  it.each([
    ['DOMAIN_UNKNOWN', 'no such'],
    ['TYPE_UNKNOWN', 'd'],
  ])('throws %s', async (code, domain) => {
    const swf = await bind(await local())
    await register(swf, { domain: 'd' })
    await expect(createClient({ swf, domain }).start(wait, 'x')).rejects.toMatchObject({ code })
  })
})

it('connect needs neither region nor credentials for a loopback endpoint', async () => {
  const made = await local()
  const { url: endpoint } = await made.listen()
  const client = connect({ endpoint, domain: 'd' })
  expect(await register(client.swf, { domain: 'd' })).toMatchObject({ existing: [] })
})

it('the port has the shape of the AWS SDK’s aggregated client, apart from $metadata', () => {
  const swf: Swf = new SWF({ region: 'us-east-1' })
  expect(typeof swf.pollForDecisionTask).toBe('function')
})
