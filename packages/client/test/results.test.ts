import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalSwf, type LocalSwf, type LocalSwfOptions } from '@reyield/local'
import { workflow } from '@reyield/workflow'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  awsSwf,
  createClient,
  register,
  retrying,
  type AwsSwfOptions,
  type Client,
  type RunHandle,
} from '../src/index.ts'
import { tcpProxy } from './tcp-proxy.ts'

const opened: { close(): unknown }[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const one of opened.splice(0).reverse()) await one.close()
})

const declared = { taskList: 'l', executionStartToClose: '1h', childPolicy: 'ABANDON' } as const
const order = workflow({ name: 'order', ...declared }, function* (_: number) {
  yield* []
  return 'never run'
})

/** Executions whose decisions are made by the test. */
interface Executions {
  readonly local: LocalSwf
  readonly start: (count: number) => Promise<{ workflowId: string; runId: string }[]>
  /** Completes the open executions of these ids with their ids as results. */
  readonly complete: (count: number) => Promise<void>
}

async function executions(options: LocalSwfOptions = {}): Promise<Executions> {
  const local = await createLocalSwf(options)
  opened.push(local)
  const { swf } = local
  await register(swf, { domain: 'd', workflows: [order] })
  const client = createClient({ swf, domain: 'd' })
  let begun = 0
  const complete = async () => {
    const { taskToken, workflowExecution } = await swf.pollForDecisionTask({
      domain: 'd',
      taskList: { name: 'l' },
    })
    const result = JSON.stringify({ json: workflowExecution!.workflowId })
    await swf.respondDecisionTaskCompleted({
      taskToken,
      decisions: [
        {
          decisionType: 'CompleteWorkflowExecution',
          completeWorkflowExecutionDecisionAttributes: { result },
        },
      ],
    })
  }
  const many = <T>(count: number, call: () => Promise<T>) => Promise.all(Array.from({ length: count }, call))
  return {
    local,
    start: count =>
      many(count, async () =>
        client.start(order, 1, { workflowId: `w${++begun}`, taskStartToClose: 'NONE' }),
      ),
    complete: async count => void (await many(count, complete)),
  }
}

function clientOf(endpoint: string, binding: AwsSwfOptions['binding'] = 'lean'): Client {
  const swf = awsSwf({ endpoint, binding })
  opened.push(swf)
  return createClient({ swf: retrying(swf), domain: 'd' })
}

const handles = (
  client: Client,
  runs: readonly { workflowId: string; runId: string }[],
): RunHandle<string>[] => runs.map(run => client.handle(order, run))

const resultsOf = (waited: readonly RunHandle<string>[]) => Promise.all(waited.map(handle => handle.result()))
const ids = (runs: readonly { workflowId: string }[]) => runs.map(({ workflowId }) => workflowId)

describe.each(['lean', 'sdk'] as const)('result() over HTTP (%s)', binding => {
  it('of one execution takes one request, once a response has shown that the server is a local SWF', async () => {
    const { local, start, complete } = await executions()
    await using proxy = await tcpProxy((await local.listen()).url)
    const client = clientOf(proxy.url, binding)
    await client.count({ status: 'OPEN' })
    const results = []
    for (let n = 0; n < 3; n++) {
      const [handle] = handles(client, await start(1))
      const result = handle!.result()
      await complete(1)
      results.push(await result)
    }
    expect(results).toEqual(['w1', 'w2', 'w3'])
    expect(Object.fromEntries(proxy.requests)).toEqual({
      CountOpenWorkflowExecutions: 1,
      GetClosingEvents: 3,
    })
  })

  it('of thousands of executions takes two connections, and requests in proportion to their number', async () => {
    const count = process.env['REYIELD_DEEP'] ? 10_000 : 600
    const { local, start, complete } = await executions()
    await using proxy = await tcpProxy((await local.listen()).url)
    const client = clientOf(proxy.url, binding)
    await client.count({ status: 'OPEN' })
    const runs = await start(count)
    const results = resultsOf(handles(client, runs))
    while ((proxy.requests.get('GetClosingEvents') ?? 0) < count / 500) await new Promise(setImmediate)
    await complete(count)
    expect(await results).toEqual(ids(runs))
    expect(proxy.requests.get('GetClosingEvents')).toBeLessThan(count / 500 + count / 25)
    expect(proxy.sent / count).toBeLessThan(400)
    expect(proxy.connections).toBeLessThanOrEqual(3)
  })
})

describe.each(['lean', 'sdk'] as const)('over HTTPS to a server with access keys (%s)', binding => {
  const pem = (name: string) => readFileSync(new URL(`../../local/test/access/tls/${name}`, import.meta.url))
  const secret = 'wJalrXUtnFEMI'

  it.each([
    ['a key that may only read', 'READER', secret, undefined, 'w1'],
    ['a temporary key', 'TEMPORARY', secret, 'token+/=', 'w1'],
    ['another secret', 'READER', `${secret}!`, undefined, 'InvalidSignatureException'],
    ['an unknown key', 'NOBODY', secret, undefined, 'UnrecognizedClientException'],
    ['a temporary key without its token', 'TEMPORARY', secret, undefined, 'UnrecognizedClientException'],
  ])('result() with %s', async (_, accessKeyId, secretAccessKey, sessionToken, expected) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const accessKeys = [
      { id: 'READER', secret, readOnly: true },
      { id: 'TEMPORARY', secret, sessionToken: 'token+/=' },
    ]
    const { local, start, complete } = await executions({ accessKeys })
    const { url } = await local.listen({ tls: { cert: pem('server.crt'), key: pem('server.key') } })
    const credentials = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
    const swf = awsSwf({ endpoint: url, binding, client: { credentials } })
    opened.push(swf)
    const client = createClient({ swf: retrying(swf), domain: 'd' })
    const results = handles(client, await start(2)).map(handle =>
      handle.result().catch(({ name }: Error) => name),
    )
    await complete(2)
    expect((await Promise.all(results))[0]).toBe(expected)
  })
})

describe('result() over HTTP', () => {
  it('knows what a server is not before it has responded, and then waits as well', async () => {
    const { local, start, complete } = await executions()
    await using proxy = await tcpProxy((await local.listen()).url)
    const [handle] = handles(clientOf(proxy.url), await start(1))
    const result = handle!.result()
    while (proxy.requests.get('GetClosingEvents') === undefined) await new Promise(setImmediate)
    await complete(1)
    expect(await result).toBe('w1')
    expect(proxy.requests.get('GetWorkflowExecutionHistory')).toBe(1)
  })

  it('waits again and again if a request waits for a shorter time than the execution takes', async () => {
    const { local, start, complete } = await executions({ pollSeconds: 0.02 })
    await using proxy = await tcpProxy((await local.listen()).url)
    const [handle] = handles(clientOf(proxy.url), await start(1))
    const result = handle!.result()
    while ((proxy.requests.get('GetClosingEvents') ?? 0) < 5) await new Promise(setImmediate)
    await complete(1)
    expect(await result).toBe('w1')
  })

  it('goes on after a restart of the server, which knows nothing of the waits', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reyield-results-'))
    opened.push({ close: () => rmSync(folder, { recursive: true }) })
    const db = join(folder, 'swf.sqlite')
    const before = await executions({ db })
    await using proxy = await tcpProxy((await before.local.listen()).url)
    const client = clientOf(proxy.url)
    await client.count({ status: 'OPEN' })
    const runs = await before.start(20)
    const results = resultsOf(handles(client, runs))
    while (proxy.requests.get('GetClosingEvents') === undefined) await new Promise(setImmediate)
    await before.complete(8) // their events may be on the way
    await before.local.close()
    const after = await executions({ db })
    proxy.goTo((await after.local.listen()).url)
    await after.complete(12)
    expect(await results).toEqual(ids(runs))
  })

  it.each([
    [
      'throttling, lost requests and lost responses',
      { throttles: 0.3, lostRequests: 0.2, lostResponses: 0.3 },
    ],
    ['server errors and delays', { failures: 0.3, delays: 0.5, longestDelay: 5 }],
  ])('resolves despite %s', async (_, faults) => {
    const { local, start, complete } = await executions()
    const { url } = await local.listen()
    const client = clientOf(url)
    local.setFaults({ ...faults, seed: 1, actions: ['GetClosingEvents'] })
    const runs = await start(6)
    const results = resultsOf(handles(client, runs))
    for (let n = 0; n < 6; n++) await complete(1)
    expect(await results).toEqual(ids(runs))
  })

  it('resolves despite connections that are cut', async () => {
    const { local, start, complete } = await executions()
    await using proxy = await tcpProxy((await local.listen()).url)
    const client = clientOf(proxy.url)
    const runs = await start(30)
    const results = resultsOf(handles(client, runs))
    for (let n = 0; n < 30; n++) {
      await complete(1)
      if (n % 3 === 0) proxy.cut()
    }
    expect(await results).toEqual(ids(runs))
  })

  it('that is aborted ends its request if it is the last one, and no other', async () => {
    const { local, start, complete } = await executions()
    await using proxy = await tcpProxy((await local.listen()).url)
    const client = clientOf(proxy.url)
    await client.count({ status: 'OPEN' })
    const [one, two, three] = handles(client, await start(3))
    const leaving = new AbortController()
    const aborted = expect(one!.result({ abortSignal: leaving.signal })).rejects.toThrow('left')
    const timedOut = expect(two!.result({ timeout: 1 })).rejects.toMatchObject({ code: 'CALL_TIMED_OUT' })
    const result = three!.result()
    while (proxy.requests.get('GetClosingEvents') === undefined) await new Promise(setImmediate)
    leaving.abort(new Error('left'))
    await Promise.all([aborted, timedOut])
    await complete(3)
    expect(await result).toBe('w3')
    expect(await one!.result()).toBe('w1') // its first wait is over

    const [last] = handles(client, await start(1))
    const leavingLast = new AbortController()
    const before = proxy.requests.get('GetClosingEvents')!
    const abortedLast = expect(last!.result({ abortSignal: leavingLast.signal })).rejects.toThrow('left')
    while (proxy.requests.get('GetClosingEvents') === before) await new Promise(setImmediate)
    const { open } = proxy
    leavingLast.abort(new Error('left'))
    await abortedLast
    while (proxy.open === open) await new Promise(setImmediate)
    expect(proxy.open).toBe(open - 1)
  })

  it.each([
    ['run', 'd', 'EXECUTION_UNKNOWN'],
    ['domain', 'no such', 'DOMAIN_UNKNOWN'],
  ])('throws for an unknown %s', async (_, domain, code) => {
    const { local } = await executions()
    const swf = awsSwf({ endpoint: (await local.listen()).url })
    opened.push(swf)
    const client = createClient({ swf, domain })
    for (let n = 0; n < 2; n++) {
      // the second time over the wait
      await expect(client.handle(order, { workflowId: 'w', runId: 'r' }).result()).rejects.toMatchObject({
        code,
      })
    }
  })

  it('ends when the port is closed', async () => {
    const { local, start } = await executions()
    const swf = awsSwf({ endpoint: (await local.listen()).url })
    const client = createClient({ swf, domain: 'd' })
    await client.count({ status: 'OPEN' })
    const [handle] = handles(client, await start(1))
    const result = expect(handle!.result()).rejects.toMatchObject({
      name: 'AbortError',
      message: 'The port was closed',
    })
    await new Promise(setImmediate)
    swf.close()
    await result
  })

  it.each([
    ['lacks the action', 400, 'com.amazon.coral.service#UnknownOperationException'],
    ['has no room for more waits', 400, 'com.amazonaws.swf.base.model#LimitExceededFault'],
    ['doesn’t allow it', 403, 'com.amazon.coral.service#AccessDeniedException'],
  ])('reads the newest event instead if the server %s', async (_, status, __type) => {
    let reads = 0
    const server = createServer((request, response) => {
      const isWait = String(request.headers['x-amz-target']).endsWith('GetClosingEvents')
      response.setHeader('X-Local-Swf', 'GetClosingEvents')
      request.resume().on('end', () => {
        if (isWait) return response.writeHead(status).end(JSON.stringify({ __type }))
        const eventType = ++reads < 3 ? 'WorkflowExecutionStarted' : 'WorkflowExecutionCompleted'
        const result = { workflowExecutionCompletedEventAttributes: { result: '{"json":"done"}' } }
        return response.end(JSON.stringify({ events: [{ eventId: 1, eventType, ...result }] }))
      })
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    opened.push(server)
    const client = clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    expect(await client.handle(order, { workflowId: 'w', runId: 'r' }).result()).toBe('done')
    expect(reads).toBe(3)
  })
})
