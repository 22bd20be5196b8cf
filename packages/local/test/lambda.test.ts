import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SWF } from '@aws-sdk/client-swf'
import { afterEach, describe, expect, test } from 'vitest'
import { createLocalSwf, testClock } from '../src/index.ts'
import type { LocalSwf, LocalSwfOptions } from '../src/index.ts'
import { present } from '../src/model/present.ts'
import { killAll, startServer } from './server-process.ts'

const open: { close(): unknown }[] = []
afterEach(killAll)
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

const domain = 'd'
const workflowType = { name: 'w', version: '1' }
const list = { domain, taskList: { name: 'main' } }

async function local(options: LocalSwfOptions): Promise<LocalSwf> {
  const made = await createLocalSwf(options)
  open.push(made)
  return made
}

/** A local SWF, or a client of one. */
type Swf = { readonly swf: Pick<SWF, keyof SWF & keyof LocalSwf['swf']> | LocalSwf['swf'] }

/** Starts an execution with a role, and decides to invoke functions. */
async function scheduled({ swf }: Swf, functions: { name: string; input?: string }[]): Promise<void> {
  await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await swf.registerWorkflowType({ domain, ...workflowType })
  await swf.startWorkflowExecution({
    domain,
    workflowId: 'a',
    workflowType,
    ...{ taskList: list.taskList, executionStartToCloseTimeout: '3600', taskStartToCloseTimeout: '10' },
    childPolicy: 'TERMINATE',
    lambdaRole: 'role',
  })
  const { taskToken } = await swf.pollForDecisionTask(list)
  await swf.respondDecisionTaskCompleted({
    taskToken,
    decisions: functions.map(({ name, input }, i) => ({
      decisionType: 'ScheduleLambdaFunction' as const,
      scheduleLambdaFunctionDecisionAttributes: present({
        id: String(i),
        name,
        input,
        startToCloseTimeout: '5',
      }),
    })),
  })
}

/** The type and the relevant attributes of the outcome in the next decision task. */
async function outcome({ swf }: Swf) {
  const { events } = await swf.pollForDecisionTask(list)
  const event = events!.findLast(({ eventType }) => /^LambdaFunction(Comp|Fail|Timed)/.test(eventType!))!
  const attributes = Object.values(event as object).find(
    (value: unknown) => typeof value === 'object' && !(value instanceof Date),
  ) as unknown
  const { result, reason, details } = attributes as { result?: string; reason?: string; details?: string }
  return present({ type: event.eventType, result, reason, details })
}

describe('a function in this process', () => {
  const lambda = {
    double: (input: string | undefined) => String(2 * Number(input)),
    noResult: async () => undefined,
    throws: async () => {
      throw new RangeError('too much')
    },
    object: () => ({}) as string,
    long: () => 'x'.repeat(32_769),
  }
  test.each([
    ['double', { type: 'LambdaFunctionCompleted', result: '42' }],
    ['noResult', { type: 'LambdaFunctionCompleted' }],
    [
      'throws',
      {
        type: 'LambdaFunctionFailed',
        reason: 'Unhandled',
        details: '{"errorType":"RangeError","errorMessage":"too much"}',
      },
    ],
    [
      'object',
      {
        type: 'LambdaFunctionFailed',
        reason: 'Unhandled',
        details:
          '{"errorType":"TypeError","errorMessage":"The function returned a value of type object: expected a string, or nothing"}',
      },
    ],
    [
      'long',
      {
        type: 'LambdaFunctionFailed',
        reason: 'Unhandled',
        details: 'The result has more than 32768 characters',
      },
    ],
    [
      'toString',
      {
        type: 'LambdaFunctionFailed',
        reason: 'ResourceNotFoundException',
        details: 'Function not found: toString',
      },
    ],
  ])('%s: %j', async (name, expected) => {
    const one = await local({ lambda })
    await scheduled(one, [{ name, input: '21' }])
    expect(await outcome(one)).toEqual(expected)
  })

  test('times out if it takes too long, and a later result is ignored', async () => {
    const clock = testClock()
    let end: (result: string) => void
    const slow = () => new Promise<string>(resolve => (end = resolve))
    const one = await local({ clock, lambda: { slow } })
    await scheduled(one, [{ name: 'slow' }])
    await clock.advance('5s')
    end!('late')
    expect(await outcome(one)).toEqual({ type: 'LambdaFunctionTimedOut' })
    const { executionInfos } = await one.swf.listOpenWorkflowExecutions({
      domain,
      startTimeFilter: { oldestDate: new Date(0) },
    })
    const { workflowId, runId } = executionInfos![0]!.execution!
    const history = await one.swf.getWorkflowExecutionHistory({
      domain,
      execution: { workflowId, runId },
    })
    expect(history.events!.at(-1)!.eventType).toBe('DecisionTaskStarted')
  })

  test('is invoked again after a restart if its outcome was not recorded', async () => {
    const db = join(mkdtempSync(join(tmpdir(), 'lambda-')), 'swf.sqlite')
    const clock = testClock()
    const before = await createLocalSwf({ db, clock, lambda: { hangs: () => new Promise(() => undefined) } })
    await scheduled(before, [{ name: 'hangs', input: 'i' }])
    await before.close()
    const after = await local({ db, clock, lambda: { hangs: input => `${input} at last` } })
    expect(await outcome(after)).toEqual({ type: 'LambdaFunctionCompleted', result: 'i at last' })
  })
})

describe('an endpoint with the Invoke API', () => {
  const asked: unknown[] = []
  async function endpoint(status: number, headers: Record<string, string>, body: string): Promise<string> {
    const server = createServer((request, response) => {
      let input = ''
      request.on('data', (chunk: Buffer) => (input += chunk.toString()))
      request.on('end', () => {
        asked.push([request.method, request.url, input])
        response.writeHead(status, headers).end(body)
      })
    })
    server.listen(0, '127.0.0.1')
    open.push({ close: () => server.close() })
    await once(server, 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  test.each<[number, Record<string, string>, string, object]>([
    [200, {}, '42', { type: 'LambdaFunctionCompleted', result: '42' }],
    [200, {}, '', { type: 'LambdaFunctionCompleted' }],
    [
      200,
      { 'X-Amz-Function-Error': 'Unhandled' },
      '{"errorMessage":"no"}',
      { type: 'LambdaFunctionFailed', reason: 'Unhandled', details: '{"errorMessage":"no"}' },
    ],
    [
      404,
      { 'x-amzn-ErrorType': 'ResourceNotFoundException:http' },
      '{"Message":"Function not found"}',
      {
        type: 'LambdaFunctionFailed',
        reason: 'ResourceNotFoundException',
        details: '{"Message":"Function not found"}',
      },
    ],
    [500, {}, 'oops', { type: 'LambdaFunctionFailed', reason: 'HTTP 500', details: 'oops' }],
  ])('%i %j %s', async (status, headers, body, expected) => {
    const one = await local({ lambdaEndpoint: `${await endpoint(status, headers, body)}/` })
    await scheduled(one, [{ name: 'my/f', input: '21' }])
    expect(await outcome(one)).toEqual(expected)
    expect(asked.at(-1)).toEqual(['POST', '/2015-03-31/functions/my%2Ff/invocations', '21'])
  })

  test("fails the function if it can't be reached", async () => {
    const one = await local({ lambdaEndpoint: 'http://127.0.0.1:1' })
    await scheduled(one, [{ name: 'f' }])
    expect(await outcome(one)).toMatchObject({ type: 'LambdaFunctionFailed', reason: 'ServiceException' })
  })

  test('is used for functions that are not in this process', async () => {
    const one = await local({
      lambda: { here: () => 'here' },
      lambdaEndpoint: await endpoint(200, {}, 'there'),
    })
    await scheduled(one, [{ name: 'here' }])
    expect(await outcome(one)).toMatchObject({ result: 'here' })
  })

  test('can be set with --lambda-endpoint', async () => {
    const server = await startServer('--lambda-endpoint', await endpoint(200, {}, 'there'))
    await scheduled(server, [{ name: 'f' }])
    expect(await outcome(server)).toMatchObject({ result: 'there' })
    await server.stop()
  })

  test('must be a URL', async () => {
    await expect(createLocalSwf({ lambdaEndpoint: '127.0.0.1:3001' })).rejects.toMatchObject({
      code: 'OPTION_INVALID',
    })
  })
})
