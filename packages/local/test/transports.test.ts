import { SWF } from '@aws-sdk/client-swf'
import { afterEach, describe, expect, it } from 'vitest'
import { createLocalSwf, testClock, type LocalSwf, type LocalSwfOptions } from '../src/index.ts'

const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

type Sdk = Pick<SWF, keyof LocalSwf['swf'] & keyof SWF>
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }

async function make(options?: LocalSwfOptions): Promise<LocalSwf> {
  const local = await createLocalSwf(options)
  opened.push(local)
  return local
}

function sdk(config: object): Sdk {
  const client = new SWF({ region: 'us-east-1', credentials, maxAttempts: 1, ...config })
  opened.push({ close: () => client.destroy() })
  return client
}

const transports: [string, (local: LocalSwf) => Promise<Sdk>][] = [
  ['the AWS SDK over HTTP', async local => sdk({ endpoint: (await local.listen()).url })],
  ['the AWS SDK in this process', async local => sdk({ requestHandler: local.requestHandler() })],
  ['the direct transport', async local => local.swf as unknown as Sdk],
]

const domain = 'd'
const type = { name: 'hello', version: '1.0' }
const taskList = { name: 'main' }
const timeouts = {
  scheduleToStartTimeout: 'NONE',
  scheduleToCloseTimeout: 'NONE',
  startToCloseTimeout: '60',
  heartbeatTimeout: 'NONE',
}

async function prepare(swf: Sdk): Promise<string> {
  await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await swf.registerWorkflowType({ domain, ...type })
  await swf.registerActivityType({ domain, ...type })
  const { runId } = await swf.startWorkflowExecution({
    domain,
    workflowId: 'w',
    workflowType: type,
    taskList,
    executionStartToCloseTimeout: '3600',
    taskStartToCloseTimeout: '10',
    childPolicy: 'TERMINATE',
    input: 'ü',
  })
  return runId!
}

describe.each(transports)('through %s', (_, open) => {
  it('runs a workflow from registration to result, with timestamps as Dates', async () => {
    const swf = await open(await make({ clock: testClock(), randomId: () => 'run/1=' }))
    const runId = await prepare(swf)
    const first = await swf.pollForDecisionTask({ domain, taskList, identity: 'me' })
    expect([first.previousStartedEventId, first.startedEventId, first.events![0]!.eventTimestamp]).toEqual([
      0,
      3,
      new Date('2026-01-01T00:00:00Z'),
    ])
    await swf.respondDecisionTaskCompleted({
      taskToken: first.taskToken,
      decisions: [
        {
          decisionType: 'ScheduleActivityTask',
          scheduleActivityTaskDecisionAttributes: {
            activityType: type,
            activityId: 'a',
            taskList,
            ...timeouts,
          },
        },
      ],
    })
    const activity = await swf.pollForActivityTask({ domain, taskList })
    expect(await swf.recordActivityTaskHeartbeat({ taskToken: activity.taskToken })).toMatchObject({
      cancelRequested: false,
    })
    await swf.respondActivityTaskCompleted({ taskToken: activity.taskToken, result: 'done' })
    const second = await swf.pollForDecisionTask({ domain, taskList })
    await swf.respondDecisionTaskCompleted({
      taskToken: second.taskToken,
      decisions: [
        {
          decisionType: 'CompleteWorkflowExecution',
          completeWorkflowExecutionDecisionAttributes: { result: 'ü!' },
        },
      ],
    })
    const execution = { workflowId: 'w', runId }
    const { executionInfo } = await swf.describeWorkflowExecution({ domain, execution })
    expect(executionInfo).toEqual({
      execution,
      workflowType: type,
      startTimestamp: new Date('2026-01-01T00:00:00Z'),
      closeTimestamp: new Date('2026-01-01T00:00:00Z'),
      executionStatus: 'CLOSED',
      closeStatus: 'COMPLETED',
      cancelRequested: false,
    })
    const { events } = await swf.getWorkflowExecutionHistory({ domain, execution })
    expect(events!.map(event => event.eventType)).toEqual([
      'WorkflowExecutionStarted',
      'DecisionTaskScheduled',
      'DecisionTaskStarted',
      'DecisionTaskCompleted',
      'ActivityTaskScheduled',
      'ActivityTaskStarted',
      'ActivityTaskCompleted',
      'DecisionTaskScheduled',
      'DecisionTaskStarted',
      'DecisionTaskCompleted',
      'WorkflowExecutionCompleted',
    ])
  })

  it('a waiting poll gets a new task at once', async () => {
    const local = await make({ clock: testClock() })
    const swf = await open(local)
    await local.swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
    const poll = swf.pollForDecisionTask({ domain, taskList })
    await local.swf.registerWorkflowType({ domain, ...type })
    await local.swf.startWorkflowExecution({
      domain,
      workflowId: 'w',
      workflowType: type,
      taskList,
      executionStartToCloseTimeout: '3600',
      taskStartToCloseTimeout: '10',
      childPolicy: 'TERMINATE',
    })
    expect((await poll).startedEventId).toBe(3)
  })

  it('a poll whose time is over returns an empty response without a token', async () => {
    const swf = await open(await make({ pollSeconds: 0 }))
    await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
    const { $metadata: _1, ...decision } = (await swf.pollForDecisionTask({
      domain,
      taskList,
    })) as unknown as Record<string, unknown>
    const { $metadata: _2, ...activity } = (await swf.pollForActivityTask({
      domain,
      taskList,
    })) as unknown as Record<string, unknown>
    expect([decision, activity]).toEqual([
      { previousStartedEventId: 0, startedEventId: 0 },
      { startedEventId: 0 },
    ])
  })

  it('an aborted poll gets no task', async () => {
    const local = await make({ clock: testClock() })
    const swf = await open(local)
    await local.swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
    await local.swf.registerWorkflowType({ domain, ...type })
    const aborting = new AbortController()
    const poll = swf.pollForDecisionTask({ domain, taskList }, { abortSignal: aborting.signal })
    poll.catch(() => undefined)
    await local.swf.describeDomain({ name: domain }) // after a round trip, the poll waits
    aborting.abort()
    await expect(poll).rejects.toThrow()
    await local.swf.startWorkflowExecution({
      domain,
      workflowId: 'w',
      workflowType: type,
      taskList,
      executionStartToCloseTimeout: '9',
      taskStartToCloseTimeout: '9',
      childPolicy: 'ABANDON',
    })
    expect((await local.swf.pollForDecisionTask({ domain, taskList })).startedEventId).toBe(3)
  })

  it('a second start of an open execution fails with the error and message that the AWS SDK throws', async () => {
    const swf = await open(await make())
    await prepare(swf)
    const again = swf.startWorkflowExecution({
      domain,
      workflowId: 'w',
      workflowType: type,
      taskList,
      executionStartToCloseTimeout: '3600',
      taskStartToCloseTimeout: '10',
      childPolicy: 'TERMINATE',
    })
    await expect(again).rejects.toMatchObject({
      name: 'WorkflowExecutionAlreadyStartedFault',
      $fault: 'client',
      message: 'UnknownError',
    })
  })

  it.each<[string, (swf: Sdk) => Promise<unknown>, string, string | RegExp]>([
    [
      'an unknown domain',
      swf => swf.describeDomain({ name: 'no' }),
      'UnknownResourceFault',
      'Unknown domain: no',
    ],
    [
      'a name that is too long',
      swf => swf.describeDomain({ name: 'x'.repeat(257) }),
      'ValidationException',
      /1 validation error detected: Value '.*' at 'name' failed to satisfy constraint: Member must have length less than or equal to 256/,
    ],
    [
      'garbage for a token',
      swf => swf.respondDecisionTaskCompleted({ taskToken: 'garbage' }),
      'ValidationException',
      'Invalid token',
    ],
  ])('%s is refused with SWF’s name and text', async (_name, call, name, message) => {
    const swf = await open(await make())
    await expect(call(swf)).rejects.toMatchObject({
      name,
      $fault: 'client',
      message: expect.stringMatching(message) as string,
    })
  })
})

describe('the direct transport', () => {
  it('resolves closed() with the last event when an execution has closed, also later, beyond any rate limit', async () => {
    const clock = testClock()
    const local = await make({ clock, throttle: true })
    const runId = await prepare(local.swf as unknown as Sdk)
    const execution = { workflowId: 'w', runId }
    const closed = local.swf.closed({ domain, ...execution })
    await clock.advance('2h')
    const later = await Promise.all(
      Array.from({ length: 2500 }, () => local.swf.closed({ domain, ...execution })),
    )
    const { events } = await local.swf.getWorkflowExecutionHistory({ domain, execution })
    expect(events!.at(-1)).toMatchObject({ eventType: 'WorkflowExecutionTimedOut' })
    expect(await closed).toEqual(events!.at(-1))
    expect(later.at(-1)).toEqual(events!.at(-1))
  })

  it.each([
    ['an execution', { domain, workflowId: 'w', runId: 'no' }, 'UnknownResourceFault'],
    ['a domain', { domain: 'no', workflowId: 'w', runId: 'no' }, 'UnknownResourceFault'],
    ['a run', { domain, workflowId: 'w', runId: '' }, 'ValidationException'],
  ])('rejects closed() for %s that it does not know', async (_, run, name) => {
    const local = await make()
    await prepare(local.swf as unknown as Sdk)
    await expect(local.swf.closed(run)).rejects.toMatchObject({ name, $fault: 'client' })
  })

  it('shares no objects with the state', async () => {
    const local = await make()
    const runId = await prepare(local.swf as unknown as Sdk)
    const read = () =>
      local.swf.getWorkflowExecutionHistory({ domain, execution: { workflowId: 'w', runId } })
    const before = await read()
    const { events } = await read()
    events![0]!.workflowExecutionStartedEventAttributes!.input = 'changed'
    events!.pop()
    expect(await read()).toEqual(before)
  })
})

it('a request of more than 1 MB is also refused in the same process', async () => {
  const local = await make()
  const headers = { 'X-Amz-Target': 'SimpleWorkflowService.ListDomains' }
  const { response } = await local.requestHandler().handle({ headers, body: ' '.repeat(1024 * 1024 + 1) })
  expect([response.statusCode, JSON.parse(Buffer.from(response.body).toString())]).toEqual([
    400,
    {
      __type: 'com.amazon.coral.service#SerializationException',
      message: 'The request is larger than 1 MB',
    },
  ])
})
