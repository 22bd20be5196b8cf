import { SWF } from '@aws-sdk/client-swf'
import { afterEach, describe, expect, test } from 'vitest'
import { createLocalSwf, testClock, type FaultOptions, type LocalSwf } from '../src/index.ts'
import { killAll, startServer } from './server-process.ts'

afterEach(killAll)
const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

const domain = 'd'
const taskList = { name: 'l' }

async function local(faults?: FaultOptions): Promise<LocalSwf> {
  const made = await createLocalSwf({ clock: testClock(), ...(faults && { faults }) })
  opened.push(made)
  return made
}

/** A domain and a type, with one execution that waits for a decider. */
async function waiting(): Promise<LocalSwf> {
  const made = await local()
  await made.swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await made.swf.registerWorkflowType({ domain, name: 'w', version: '1' })
  await start(made, 'w')
  return made
}
const start = ({ swf }: LocalSwf, workflowId: string) =>
  swf.startWorkflowExecution({
    domain,
    workflowId,
    workflowType: { name: 'w', version: '1' },
    taskList,
    executionStartToCloseTimeout: '60',
    taskStartToCloseTimeout: 'NONE',
    childPolicy: 'TERMINATE',
  })
const poll = ({ swf }: LocalSwf, options?: { abortSignal: AbortSignal }) =>
  swf.pollForDecisionTask({ domain, taskList }, options)

/** The `name` or `code` of the error of each of several calls of DescribeDomain. */
async function calls(made: LocalSwf, count: number): Promise<string[]> {
  const ends: string[] = []
  for (let n = 0; n < count; n++) {
    await made.swf.describeDomain({ name: domain }).then(
      () => ends.push('answered'),
      (error: { name: string; code?: string }) => ends.push(error.code ?? error.name),
    )
  }
  return ends
}

describe('injected faults', () => {
  test.each<[FaultOptions, string]>([
    [{ throttles: 1 }, 'ThrottlingException'],
    [{ failures: 1 }, 'InternalFailure'],
    [{ lostRequests: 1 }, 'ECONNRESET'],
    [{ lostResponses: 1 }, 'ECONNRESET'],
    [{ delays: 1, longestDelay: 1 }, 'answered'],
    [{ throttles: 1, actions: ['SignalWorkflowExecution'] }, 'answered'],
    [{}, 'answered'],
  ])('%j: each call ends with %s', async (faults, end) => {
    const made = await waiting()
    made.setFaults(faults)
    expect(new Set(await calls(made, 3))).toEqual(new Set([end]))
    made.setFaults(undefined)
    expect(await calls(made, 1)).toEqual(['answered'])
  })

  test('a lost request has no effect, but a request with a lost response has', async () => {
    const made = await waiting()
    made.setFaults({ lostRequests: 1 })
    await expect(start(made, 'a')).rejects.toMatchObject({ code: 'ECONNRESET' })
    made.setFaults({ lostResponses: 1 })
    await expect(start(made, 'b')).rejects.toMatchObject({ code: 'ECONNRESET' })
    made.setFaults(undefined)
    await expect(start(made, 'a')).resolves.toBeDefined()
    await expect(start(made, 'b')).rejects.toMatchObject({ name: 'WorkflowExecutionAlreadyStartedFault' })
  })

  test('occur as often as their probability says, and are the same with the same seed', async () => {
    const made = await waiting()
    const run = async (seed: number) => {
      made.setFaults({ seed, throttles: 0.2, lostResponses: 0.1 })
      return calls(made, 400)
    }
    const first = await run(7)
    expect(await run(7)).toEqual(first)
    expect(await run(8)).not.toEqual(first)
    const share = (end: string) => first.filter(one => one === end).length / first.length
    expect(share('ThrottlingException')).toBeGreaterThan(0.1)
    expect(share('ThrottlingException')).toBeLessThan(0.3)
    expect(share('ECONNRESET')).toBeGreaterThan(0.03)
    expect(share('ECONNRESET')).toBeLessThan(0.15)
  })

  test('a duplicate task is one that another poll has got', async () => {
    const made = await waiting()
    made.setFaults({ duplicateTasks: 1 })
    const first = await poll(made)
    expect(first.taskToken).toBeDefined()
    expect(await poll(made)).toEqual(first)
  })

  test('a dead poll loses a task, which does not happen without the fault', async () => {
    const made = await waiting()
    await poll(made) // takes the existing task
    for (const [faults, swallowed] of [
      [undefined, false],
      [{ deadPolls: 1 }, true],
    ] as const) {
      made.setFaults(faults)
      const gone = new AbortController()
      const dead = poll(made, { abortSignal: gone.signal })
      gone.abort()
      await expect(dead).rejects.toThrow()
      made.setFaults(undefined)
      const { runId } = await start(made, `swallowed ${swallowed}`)
      const { openCounts } = await made.swf.describeWorkflowExecution({
        domain,
        execution: { workflowId: `swallowed ${swallowed}`, runId: runId! },
      })
      expect(openCounts!.openDecisionTasks).toBe(swallowed ? 0 : 1)
      if (!swallowed) await poll(made)
    }
  })

  test.each<[object, string]>([
    [{ throttles: 2 }, 'faults.throttles is 2: expected a probability from 0 to 1'],
    [{ seed: -1 }, 'faults.seed is -1: expected a number from 0'],
    [{ actions: 'all' }, 'faults.actions is "all": expected a list of actions'],
    [{ throttle: 1 }, 'faults.throttle is 1: expected one of seed, longestDelay, actions, throttles,'],
  ])('%j is refused', async (faults, message) => {
    const refused = { code: 'OPTION_INVALID', message: expect.stringContaining(message) as string }
    await expect(local(faults as FaultOptions)).rejects.toMatchObject(refused)
    const made = await local()
    expect(() => made.setFaults(faults as FaultOptions)).toThrow(expect.objectContaining(refused))
  })

  test('cut the connection over HTTP and through a requestHandler', async () => {
    const made = await waiting()
    const sdk = {
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    }
    const http = new SWF({ ...sdk, endpoint: (await made.listen()).url })
    const inProcess = new SWF({ ...sdk, requestHandler: made.requestHandler() as never })
    opened.push({ close: () => http.destroy() })
    made.setFaults({ lostResponses: 1 })
    for (const swf of [http, inProcess]) {
      await expect(swf.describeDomain({ name: domain })).rejects.toMatchObject({ code: 'ECONNRESET' })
    }
  })

  test('can be replaced over HTTP with --test-clock, and set at the start with --faults', async () => {
    const server = await startServer('--test-clock', '--faults', '{"throttles":1}')
    const change = (body: string) =>
      fetch(`${server.url}/_reyield/faults`, { method: 'POST', body }).then(async answer => [
        answer.status,
        await answer.text(),
      ])
    const list = () => server.swf.listDomains({ registrationStatus: 'REGISTERED' })
    await expect(list()).rejects.toMatchObject({ name: 'ThrottlingException' })
    expect(await change('{}')).toEqual([200, '{}'])
    expect((await list()).domainInfos).toEqual([])
    expect(await change('{"throttles":2}')).toEqual([
      400,
      '{"__type":"com.amazon.coral.validate#ValidationException","message":"faults.throttles is 2: expected a probability from 0 to 1"}',
    ])
  })
})
