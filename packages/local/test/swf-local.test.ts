import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SWF } from '@aws-sdk/client-swf'
import { afterEach, expect, test } from 'vitest'
import { killAll, runToEnd, startServer } from './server-process.ts'

afterEach(killAll)

const file = (name = 'swf.sqlite') => join(mkdtempSync(join(tmpdir(), 'swf-local-')), name)
const domain = 'd'
const workflowType = { name: 'w', version: '1' }

async function register(swf: SWF): Promise<void> {
  await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await swf.registerWorkflowType({ domain, ...workflowType })
}
const start = (swf: SWF, workflowId: string) =>
  swf.startWorkflowExecution({
    domain,
    workflowId,
    workflowType,
    taskList: { name: 'main' },
    executionStartToCloseTimeout: '3600',
    taskStartToCloseTimeout: '10',
    childPolicy: 'TERMINATE',
  })
const status = async (swf: SWF, execution: { workflowId: string; runId: string }) =>
  (await swf.describeWorkflowExecution({ domain, execution })).executionInfo!.executionStatus

test('keeps every acknowledged request after kill -9', async () => {
  const db = file()
  const before = await startServer('--db', db)
  await register(before.swf)
  const acknowledged: { workflowId: string; runId: string }[] = []
  const starts = Array.from({ length: 60 }, async (_, i) => {
    const workflowId = `w${i}`
    const { runId } = await start(before.swf, workflowId)
    acknowledged.push({ workflowId, runId: runId! })
    if (acknowledged.length === 30) before.child.kill('SIGKILL')
  })
  await Promise.allSettled(starts)
  expect(await before.stop('SIGKILL')).toBe('SIGKILL')
  const after = await startServer('--db', db)
  const statuses = await Promise.all(acknowledged.map(one => status(after.swf, one)))
  expect(new Set(statuses)).toEqual(new Set(['OPEN']))
  expect(acknowledged.length).toBeGreaterThanOrEqual(30)
  expect(await after.stop()).toBe(0)
})

test('a second process on the same file is refused (DB_LOCKED), and the first one continues', async () => {
  const db = file()
  const first = await startServer('--db', db)
  await register(first.swf)
  const second = await runToEnd('--port', '0', '--db', db)
  expect(second).toMatchObject({ code: 1, out: '' })
  expect(second.err).toMatch(/^DB_LOCKED: .*swf\.sqlite is already open in another process/)
  const { runId } = await start(first.swf, 'a')
  expect(await status(first.swf, { workflowId: 'a', runId: runId! })).toBe('OPEN')
  expect(await first.stop('SIGINT')).toBe(0)
})

test('timers that became due while no server ran fire after a restart', async () => {
  const db = file()
  const before = await startServer('--db', db)
  await register(before.swf)
  const { runId } = await before.swf.startWorkflowExecution({
    domain,
    workflowId: 'a',
    workflowType,
    taskList: { name: 'main' },
    executionStartToCloseTimeout: '1',
    taskStartToCloseTimeout: '10',
    childPolicy: 'TERMINATE',
  })
  await before.stop('SIGKILL')
  const after = await startServer('--db', db, '--test-clock')
  await fetch(`${after.url}/_reyield/clock`, { method: 'POST', body: '{"advance":"1s"}' })
  const { events } = await after.swf.getWorkflowExecutionHistory({
    domain,
    execution: { workflowId: 'a', runId: runId! },
  })
  expect(events!.map(({ eventType }) => eventType)).toEqual([
    'WorkflowExecutionStarted',
    'DecisionTaskScheduled',
    'WorkflowExecutionTimedOut',
  ])
  await after.stop()
})

test('SIGTERM ends polls with an empty response', async () => {
  const server = await startServer()
  await register(server.swf)
  const poll = server.swf.pollForDecisionTask({ domain, taskList: { name: 'main' } })
  // a response on another connection shows that the poll has arrived before
  await server.swf.describeDomain({ name: domain })
  const ended = server.stop()
  const { taskToken, startedEventId } = await poll
  expect({ taskToken, startedEventId, exit: await ended }).toEqual({
    taskToken: undefined,
    startedEventId: 0,
    exit: 0,
  })
})

test('the test clock is advanced over HTTP', async () => {
  const server = await startServer('--test-clock')
  const clock = async (body: string) => {
    const response = await fetch(`${server.url}/_reyield/clock`, { method: 'POST', body })
    return [response.status, await response.json()] as [number, { now: number }]
  }
  const [, { now }] = await clock('')
  expect(await clock('{"advance":"2 days"}')).toEqual([200, { now: now + 172_800_000 }])
  expect(await clock('{"toNextEvent":true}')).toEqual([200, { now: now + 172_800_000, moved: false }])
  await register(server.swf)
  const { runId } = await start(server.swf, 'a')
  expect(await clock('{"toNextEvent":true}')).toEqual([200, { now: now + 176_400_000, moved: true }])
  expect(await status(server.swf, { workflowId: 'a', runId: runId! })).toBe('CLOSED')
  for (const body of ['{"advance":"soon"}', '{']) {
    expect(await clock(body)).toMatchObject([400, { __type: expect.stringContaining('#') as string }])
  }
  const response = await fetch(`${server.url}/_reyield/clock`)
  expect([response.status, await response.json()]).toMatchObject([
    405,
    { __type: expect.stringContaining('#') as string },
  ])
  await server.stop()
})

test("the clock can't be advanced without --test-clock", async () => {
  const server = await startServer()
  const response = await fetch(`${server.url}/_reyield/clock`, {
    method: 'POST',
    body: '{"advance":"2 days"}',
  })
  expect(response.status).toBe(400)
  await server.stop()
})

test.each([['--nonsense'], ['--port', '70000'], ['--port', 'http'], ['--poll-seconds', '-1'], ['stray']])(
  '%s %s is refused with status 2 and the help text',
  async (...options) => {
    const { code, out, err } = await runToEnd(...options.filter(option => option !== undefined))
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('--poll-seconds N')
  },
)

test('--help and --version write to standard output', async () => {
  expect(await runToEnd('--help')).toMatchObject({
    code: 0,
    out: expect.stringContaining('--db FILE') as string,
    err: '',
  })
  expect(await runToEnd('--version')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
  })
})

test('--throttle applies the documented rate limits to requests', async () => {
  const server = await startServer('--throttle')
  const list = () =>
    fetch(server.url, { method: 'POST', headers, body: '{"registrationStatus":"REGISTERED"}' })
  const headers = { 'X-Amz-Target': 'SimpleWorkflowService.ListDomains' }
  const answers = await Promise.all(Array.from({ length: 200 }, list))
  const refused = answers.filter(({ status }) => status === 400)
  expect(refused.length).toBeGreaterThan(0)
  expect(await refused[0]!.json()).toEqual({
    __type: 'com.amazon.coral.availability#ThrottlingException',
    message: 'Rate exceeded',
  })
  await server.stop()
})

test('--lambda-endpoint must be a URL', async () => {
  const { code, err } = await runToEnd('--port', '0', '--lambda-endpoint', 'here')
  expect([code, err.split(':')[0]]).toEqual([1, 'OPTION_INVALID'])
})

test('reports an error at the start with its code, and status 1', async () => {
  const server = await startServer()
  const taken = await runToEnd('--port', String(server.port))
  expect([taken.code, taken.out, taken.err.split(':')[0]]).toEqual([1, '', 'PORT_IN_USE'])
  await server.stop()
  const text = file()
  writeFileSync(text, 'not a database '.repeat(100))
  const foreign = await runToEnd('--db', text)
  expect([foreign.code, foreign.out, foreign.err.split(':')[0]]).toEqual([1, '', 'DB_FOREIGN'])
})
