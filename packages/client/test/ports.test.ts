import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignatureV4 } from '@smithy/signature-v4'
import { createHash, createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  awsSwf,
  isOutage,
  swfMethods,
  type AwsSwf,
  type AwsSwfOptions,
  type SwfMethod,
} from '../src/index.ts'

/** A server that records requests and answers as a test says. */
const recorded: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = []
let answer: (response: ServerResponse) => unknown = response => response.end('{}')
const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
  request.on('end', () => {
    const { method = '', url = '', headers } = request
    recorded.push({ method, url, headers, body })
    answer(response)
  })
})
let origin = ''
const ports: AwsSwf[] = []

/** The port over the SDK and the lean one, with the same options. */
function both(options: AwsSwfOptions & { readonly path?: string } = {}): readonly [AwsSwf, AwsSwf] {
  const { path = '', ...others } = options
  const made = (['sdk', 'lean'] as const).map(binding =>
    awsSwf({ endpoint: `${origin}${path}`, binding, ...others }),
  )
  ports.push(...made)
  return made as never
}

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  for (const port of ports) port.close()
  server.closeAllConnections()
  server.close()
})

const execution = { workflowId: 'order-7 “ä”', runId: 'r+/=' }
const name = { name: 'a', version: '1' }
const times = { oldestDate: new Date(1_700_000_000_123), latestDate: new Date(1_800_000_000_000) }
const inputs: Record<SwfMethod, object> = {
  registerDomain: { name: 'd', workflowExecutionRetentionPeriodInDays: '1', description: undefined },
  describeDomain: { name: 'd' },
  registerWorkflowType: { domain: 'd', ...name, defaultTaskList: { name: 'l' } },
  describeWorkflowType: { domain: 'd', workflowType: name },
  registerActivityType: { domain: 'd', ...name, defaultTaskHeartbeatTimeout: 'NONE' },
  describeActivityType: { domain: 'd', activityType: name },
  listWorkflowTypes: { domain: 'd', registrationStatus: 'REGISTERED', name: 'a' },
  startWorkflowExecution: {
    domain: 'd',
    workflowId: 'w',
    workflowType: name,
    input: '"\u2028\n\\ 🙂',
    tagList: ['x'],
  },
  describeWorkflowExecution: { domain: 'd', execution },
  getWorkflowExecutionHistory: { domain: 'd', execution, reverseOrder: true, maximumPageSize: 1 },
  listOpenWorkflowExecutions: { domain: 'd', startTimeFilter: times, typeFilter: { name: 'a' } },
  listClosedWorkflowExecutions: { domain: 'd', closeTimeFilter: times, nextPageToken: 't' },
  countOpenWorkflowExecutions: { domain: 'd', startTimeFilter: { oldestDate: new Date(0) } },
  countClosedWorkflowExecutions: { domain: 'd', closeTimeFilter: { oldestDate: new Date(1) } },
  countPendingDecisionTasks: { domain: 'd', taskList: { name: 'l' } },
  countPendingActivityTasks: { domain: 'd', taskList: { name: 'l' } },
  signalWorkflowExecution: { domain: 'd', workflowId: 'w', signalName: 's', input: '' },
  requestCancelWorkflowExecution: { domain: 'd', ...execution },
  terminateWorkflowExecution: { domain: 'd', ...execution, reason: 'r', childPolicy: 'TERMINATE' },
  pollForDecisionTask: { domain: 'd', taskList: { name: 'l' }, identity: 'i' },
  respondDecisionTaskCompleted: {
    taskToken: 't',
    decisions: [
      { decisionType: 'StartTimer', startTimerDecisionAttributes: { timerId: '1', startToFireTimeout: '5' } },
    ],
    executionContext: '{}',
  },
  pollForActivityTask: { domain: 'd', taskList: { name: 'l' } },
  recordActivityTaskHeartbeat: { taskToken: 't', details: 'x'.repeat(2000) },
  respondActivityTaskCompleted: { taskToken: 't', result: '{"json":1}' },
  respondActivityTaskFailed: { taskToken: 't', reason: 'r', details: 'd' },
  respondActivityTaskCanceled: { taskToken: 't' },
}

const call = (port: AwsSwf, method: SwfMethod) =>
  (port[method] as (input: object) => Promise<unknown>)(inputs[method])

/** What a server sees of a request, apart from what the SDK says about itself. */
function seen({ method, url, headers, body }: (typeof recorded)[number]) {
  const { host, connection, ...others } = headers
  const told = Object.entries(others).filter(([name]) => /^content-|^x-amz-(target|security)/.test(name))
  const [, scope] = /Credential=(\S+),/.exec(headers.authorization!) ?? []
  return {
    method,
    url,
    host,
    connection,
    ...Object.fromEntries(told),
    scope,
    body: JSON.parse(body) as unknown,
  }
}

/** The Authorization header that AWS's own code makes for a request. */
async function authorizationOf(request: (typeof recorded)[number], secretAccessKey: string) {
  const { headers, body, url: path, method } = request
  const [, id, region, names] = /Credential=(\w+)\/\d+\/([\w-]+)\/.*SignedHeaders=([^,]+),/.exec(
    headers.authorization!,
  )!
  const time = headers['x-amz-date'] as string
  const signed = Object.fromEntries(names!.split(';').map(name => [name, headers[name] as string]))
  const signer = new SignatureV4({
    credentials: { accessKeyId: id!, secretAccessKey },
    region: region!,
    service: 'swf',
    sha256: Sha256,
  })
  const signingDate = new Date(time.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'))
  const again = await signer.sign(
    { method, path, protocol: 'http:', hostname: '', headers: signed, body },
    { signingDate },
  )
  return again.headers['authorization']
}

class Sha256 {
  readonly #hash
  constructor(secret?: unknown) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string)
  }
  update(data: unknown): void {
    this.#hash.update(data as string)
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }
  reset(): void {}
}

describe('the lean port', () => {
  it.each(swfMethods)('sends the request of %s that the SDK sends', async method => {
    const [sdk, lean] = both()
    recorded.length = 0
    await call(sdk, method)
    await call(lean, method)
    expect(seen(recorded[1]!)).toEqual(seen(recorded[0]!))
  })

  it.each<[string, AwsSwfOptions & { path?: string }]>([
    ['a region', { region: 'eu-west-1' }],
    ['a key', { client: { credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' } } }],
    [
      'a session token and a region of the SDK',
      {
        client: {
          region: 'local',
          credentials: async () => ({
            accessKeyId: 'AKID',
            secretAccessKey: 'secret',
            sessionToken: 'a+b=/c',
          }),
        },
      },
    ],
    ['a path', { path: '/swf' }],
    ['a path with a slash at its end', { path: '/swf/v1/' }],
    ['a path with other characters', { path: "/a%20b//(c)'*!" }],
  ])('signs as the SDK does with %s', async (_, options) => {
    recorded.length = 0
    for (const port of both(options)) await call(port, 'startWorkflowExecution')
    expect(seen(recorded[1]!)).toEqual(seen(recorded[0]!))
    const secret = options.client === undefined ? 'local' : 'secret'
    for (const request of recorded) {
      expect(await authorizationOf(request, secret)).toBe(request.headers.authorization)
    }
  })

  it('asks for credentials at each request, because temporary ones expire', async () => {
    let n = 0
    const credentials = async () => ({
      accessKeyId: `KEY${++n}`,
      secretAccessKey: 's',
      expiration: new Date(Date.now() - 1000),
    })
    const [, lean] = both({ client: { credentials } })
    recorded.length = 0
    for (let tries = 0; tries < 3; tries++) await call(lean, 'describeDomain')
    const ids = recorded.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization!)![1])
    expect(new Set(ids).size).toBe(3)
  })

  const bodies: Partial<Record<SwfMethod, object>> = {
    describeWorkflowType: {
      typeInfo: { status: 'REGISTERED', creationDate: 1.5, deprecationDate: 1_700_000_000.123 },
    },
    describeWorkflowExecution: {
      executionInfo: { execution, startTimestamp: 1_700_000_000.001, closeTimestamp: 1_700_000_000 },
      latestActivityTaskTimestamp: 0.25,
    },
    listWorkflowTypes: { typeInfos: [{ creationDate: 1.5, deprecationDate: 2 }, { creationDate: 3 }] },
    countPendingDecisionTasks: { count: 7, truncated: true },
    listOpenWorkflowExecutions: { executionInfos: [{ startTimestamp: 1 }, { startTimestamp: 2.0005 }] },
    getWorkflowExecutionHistory: {
      events: [{ eventId: 1, eventTimestamp: 1_234_567_890.123 }],
      nextPageToken: 't',
    },
    pollForDecisionTask: { taskToken: 't', startedEventId: 3, events: [{ eventId: 1, eventTimestamp: 1e9 }] },
    pollForActivityTask: { taskToken: 't', input: '“ä” 🙂' },
    countOpenWorkflowExecutions: { count: 7, truncated: false },
  }
  it.each(Object.keys(bodies) as SwfMethod[])(
    'returns the output of %s that the SDK returns',
    async method => {
      answer = response => response.end(JSON.stringify(bodies[method]))
      const [ofSdk, ofLean] = await Promise.all(both().map(port => call(port, method)))
      const { $metadata: _, ...expected } = ofSdk as { $metadata: unknown }
      expect(ofLean).toEqual(expected)
    },
  )

  it('returns an empty output for an empty body', async () => {
    answer = response => response.end()
    expect(await call(both()[1], 'signalWorkflowExecution')).toEqual({})
  })
})

describe('errors of the lean port are those of the SDK', () => {
  const fault = (type: string, message?: string) => JSON.stringify({ __type: type, message })
  const json =
    (status: number, body: string, headers: object = {}) =>
    (response: ServerResponse) =>
      response.writeHead(status, { 'x-amzn-RequestId': 'id-1', ...headers }).end(body)

  it.each<[string, (response: ServerResponse) => unknown]>([
    ['a fault', json(400, fault('com.amazonaws.swf.base.model#UnknownResourceFault', 'Unknown domain: d'))],
    ['a fault without a message', json(400, fault('com.amazonaws.swf.base.model#DomainAlreadyExistsFault'))],
    [
      'an empty message',
      json(400, fault('com.amazonaws.swf.base.model#WorkflowExecutionAlreadyStartedFault', '')),
    ],
    ['a Message in upper case', json(400, JSON.stringify({ __type: 'a#LimitExceededFault', Message: 'M' }))],
    ['throttling', json(400, fault('com.amazon.coral.availability#ThrottlingException', 'Rate exceeded'))],
    ['a validation error', json(400, fault('com.amazon.coral.validate#ValidationException', '1 error'))],
    ['an unknown operation', json(400, fault('com.amazon.coral.service#UnknownOperationException'))],
    ['a type without a namespace', json(400, fault('AccessDeniedException', 'no'))],
    ['a type with a URL after it', json(400, fault('a#TypeDeprecatedFault:http://x/', 'm'))],
    ['a server error', json(500, fault('com.amazon.coral.service#InternalFailure'))],
    ['an unavailable service', json(503, fault('ServiceUnavailable', 'later'))],
    ['a type in a header', json(400, '{"message":"m"}', { 'x-amzn-ErrorType': 'FooException:http://x/' })],
    ['a code', json(400, '{"code":"BarException","message":"m"}')],
    ['no body', json(400, '')],
    ['no body of a server error', json(502, '')],
    ['a page of a proxy', json(502, '<html>Bad Gateway</html>')],
    ['a page of a proxy with status 403', json(403, '<html>Forbidden</html>')],
    ['a redirection', json(302, '', { location: 'http://127.0.0.1:1/' })],
    ['a page with status 200', json(200, '<html>Log in</html>')],
    ['a cut connection', response => response.socket!.destroy()],
    [
      'a response that is cut in the middle',
      response => {
        response.writeHead(200, { 'content-length': 100 }).write('{"a"')
        setImmediate(() => response.socket!.destroy())
      },
    ],
  ])('%s', async (_, answers) => {
    answer = answers
    const [ofSdk, ofLean] = await Promise.all(
      both().map(port => call(port, 'describeDomain').then(String, errorParts)),
    )
    expect(ofLean).toEqual(ofSdk)
  })

  it.each([
    ['an Error', new Error('stopped')],
    ['a text', 'stopped'],
    ['nothing', undefined],
  ])('an aborted call, with %s as the reason', async (_, reason) => {
    answer = () => undefined
    for (const before of [true, false]) {
      const [ofSdk, ofLean] = await Promise.all(
        both().map(async port => {
          const aborting = new AbortController()
          if (before) aborting.abort(reason)
          const called = port.describeDomain({ name: 'd' }, { abortSignal: aborting.signal })
          if (!before) setTimeout(() => aborting.abort(reason), 20)
          return called.then(String, errorParts)
        }),
      )
      expect(ofLean).toEqual(ofSdk)
    }
  })

  it('a port on which nobody listens', async () => {
    const endpoint = 'http://127.0.0.1:9'
    const errors = (['sdk', 'lean'] as const).map(binding =>
      awsSwf({ endpoint, binding }).describeDomain({ name: 'd' }).then(String, errorParts),
    )
    const [ofSdk, ofLean] = await Promise.all(errors)
    expect(ofLean).toEqual(ofSdk)
  })
})

/** What callers see of an error. */
function errorParts(
  error: Error & { $fault?: string; $metadata?: { httpStatusCode?: number; requestId?: string } },
) {
  const { name, message, $fault, $metadata: { httpStatusCode, requestId } = {}, cause } = error
  return {
    name,
    message: message.split('\n')[0],
    code: (error as { code?: string }).code,
    $fault,
    httpStatusCode,
    requestId,
    cause,
    isOutage: isOutage(error),
  }
}
