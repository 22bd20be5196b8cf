import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createLocalSwf, testClock } from '../src/index.ts'
import { actionRates, decisionRates, executionRates, taskListRate } from '../src/model/rates.ts'
import type { RatedDecision } from '../src/model/rates.ts'
import { Throttle } from '../src/service/throttle.ts'
import { taskToken } from '../src/machine/tokens.ts'
import { note } from './conformance/noted.ts'
import { cancelExternal, child, schedule, signalExternal, timer, TestService } from './test-service.ts'

/** Counts how many requests are admitted at a time. */
function through(
  throttle: Throttle,
  action: string,
  now: number,
  input: unknown = {},
  most = 5000,
  region = 'us-east-1',
): number {
  for (let n = 0; n < most; n++) {
    try {
      throttle.admit(action, input, now, region)
    } catch (error) {
      expect(error).toMatchObject({
        type: 'com.amazon.coral.availability#ThrottlingException',
        message: 'Rate exceeded',
        status: 400,
      })
      note('fault', 'ThrottlingException')
      return n
    }
  }
  return most
}

const activityToken = (runId: string) =>
  taskToken('activity', { runId, workflowId: 'w', scheduledEventId: 1, startedEventId: 2 })

const d = { region: 'us-east-1', name: 'd' }

/** A table of documented rates in docs/guide/scaling.md, by the heading of its first column. */
function documented(heading: string): [name: string, rate: [size: number, refill: number]][] {
  const page = readFileSync(new URL('../../../docs/guide/scaling.md', import.meta.url), 'utf8')
  const [, table = ''] = page.split(new RegExp(`^\\| ${heading} +\\| Burst.*\\n`, 'm'))
  const rows = table.slice(0, table.search(/^$/m)).matchAll(/^\| (\w+) +\| +([\d,]+) +\| +([\d,]+) +\|$/gm)
  const number = (text: string) => Number(text.replaceAll(',', ''))
  return [...rows].map(([, name, size, refill]) => [name!, [number(size!), number(refill!)]])
}

test('every documented rate has its bucket, and there is no other', () => {
  expect(documented('Action')).toEqual(Object.entries(actionRates))
  expect(documented('Decision')).toEqual(Object.entries(decisionRates))
  expect(documented('Action on one execution')).toEqual(Object.entries(executionRates))
  expect(taskListRate).toEqual([2000, 2000])
})

describe('a bucket', () => {
  const perExecution = documented('Action on one execution')
  const ofAccount = documented('Action').filter(([action]) => !perExecution.some(([name]) => name === action))
  test.each(ofAccount)('%s: %j', (action, [size, refill]) => {
    const throttle = new Throttle()
    expect(through(throttle, action, 0)).toBe(size)
    expect(through(throttle, action, 1000)).toBe(refill)
    expect(through(throttle, action, 1_000_000)).toBe(size)
  })

  test.each(perExecution)('%s of one execution: %j', (action, [size, refill]) => {
    const throttle = new Throttle()
    const runId = 'r'
    const input = action.startsWith('Record')
      ? { taskToken: activityToken(runId) }
      : { domain: 'd', execution: { runId } }
    expect(through(throttle, action, 0, input)).toBe(size)
    expect(through(throttle, action, 100, input)).toBe(refill / 10)
  })

  test('of an execution is separate from that of another one, and both count towards that of the account', () => {
    const throttle = new Throttle()
    const cancel = (workflowId: string) =>
      through(throttle, 'RequestCancelWorkflowExecution', 0, { domain: 'd', workflowId })
    expect([cancel('a'), cancel('a'), cancel('b')]).toEqual([200, 0, 200])
    const ids = Array.from({ length: 20 }, (_, n) => `w${n}`)
    expect(ids.map(cancel).reduce((a, b) => a + b)).toBe(1600)
  })

  test('does not change when the clock goes back', () => {
    const throttle = new Throttle()
    expect(through(throttle, 'ListDomains', 10_000)).toBe(100)
    expect(through(throttle, 'ListDomains', 0)).toBe(0)
  })

  test('leaves unknown actions and invalid input to the machine', () => {
    const throttle = new Throttle()
    for (const action of ['toString', '', 'Nonsense']) expect(through(throttle, action, 0, {}, 10)).toBe(10)
    for (const input of [null, 7, 'x', [], { taskToken: 'garbage' }, { taskToken: 7 }]) {
      expect(through(throttle, 'RecordActivityTaskHeartbeat', 0, input, 10)).toBe(10)
    }
  })

  test('drops buckets of executions that are full again', () => {
    const throttle = new Throttle()
    for (let n = 0; n < 30_000; n++) {
      throttle.admit('SignalWorkflowExecution', { domain: 'd', workflowId: `${n}` }, n * 100, 'us-east-1')
    }
    expect((throttle as unknown as { buckets: Map<string, unknown> }).buckets.size).toBeLessThanOrEqual(
      10_001,
    )
  })
})

describe('a decision above its rate fails', () => {
  /** A service in which every decision of a type exceeds its rate. */
  function over(type: string) {
    const service = new TestService({ withinRate: decision => decision !== type }).registered()
    service.start({ workflowId: 'x', taskList: { name: 'other' } })
    service.start()
    return service
  }
  test.each([
    [schedule('1'), 'ScheduleActivityTaskFailed', 'ACTIVITY_CREATION_RATE_EXCEEDED'],
    [timer('t', 1), 'StartTimerFailed', 'TIMER_CREATION_RATE_EXCEEDED'],
    [child('c'), 'StartChildWorkflowExecutionFailed', 'CHILD_CREATION_RATE_EXCEEDED'],
    [
      signalExternal('x'),
      'SignalExternalWorkflowExecutionFailed',
      'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
    ],
    [
      cancelExternal('x'),
      'RequestCancelExternalWorkflowExecutionFailed',
      'REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
    ],
  ])('%j', (decision, type, cause) => {
    const service = over(decision.decisionType)
    service.decide([decision])
    const [, , attributes] = service.rows().find(([, eventType]) => eventType === type)!
    expect(attributes).toMatchObject({ cause, decisionTaskCompletedEventId: 4 })
    expect(service.rows().at(-1)![1]).toBe('DecisionTaskScheduled')
  })

  test.each(documented('Decision'))('%s: %j', (decision, [size, refill]) => {
    const throttle = new Throttle()
    const passed = (now: number) => {
      let n = 0
      while (throttle.withinRate(decision as RatedDecision, now, d)) n++
      return n
    }
    expect([passed(0), passed(1000)]).toEqual([size, refill])
  })

  test('activities: 1,000, then 200 per second, on all task lists together', () => {
    const throttle = new Throttle()
    let n = 0
    while (throttle.withinRate('ScheduleActivityTask', 0, d, `${n % 3}`)) n++
    expect(n).toBe(1000)
    expect(throttle.withinRate('ScheduleActivityTask', 5, d, 'l')).toBe(true)
  })
})

test('a local SWF with the option throttle applies the limits by its own clock', async () => {
  const clock = testClock()
  for (const throttle of [true, false]) {
    const local = await createLocalSwf({ clock, throttle })
    const list = () => local.swf.listDomains({ registrationStatus: 'REGISTERED' })
    const answers = await Promise.allSettled(Array.from({ length: 101 }, list))
    expect(answers.filter(({ status }) => status === 'rejected').length).toBe(throttle ? 1 : 0)
    if (throttle) {
      await expect(list()).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' })
      await clock.advance('1s')
      await list()
    }
    await local.close()
  }
})

test('with the option throttle, children above the rate fail in the history', async () => {
  const local = await createLocalSwf({ clock: testClock(), throttle: true })
  const domain = 'd'
  const taskList = { name: 'main' }
  await local.swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await local.swf.registerWorkflowType({ domain, name: 'w', version: '1' })
  await local.swf.startWorkflowExecution({
    domain,
    workflowId: 'w',
    workflowType: { name: 'w', version: '1' },
    taskList,
    executionStartToCloseTimeout: '9',
    taskStartToCloseTimeout: '9',
    childPolicy: 'ABANDON',
  })
  const { taskToken } = await local.swf.pollForDecisionTask({ domain, taskList })
  await local.swf.respondDecisionTaskCompleted({
    taskToken,
    decisions: Array.from({ length: 501 }, (_, n) => ({
      decisionType: 'StartChildWorkflowExecution' as const,
      startChildWorkflowExecutionDecisionAttributes: {
        workflowId: `c${n}`,
        workflowType: { name: 'w', version: '1' },
        taskList: { name: 'children' },
        executionStartToCloseTimeout: '9',
        taskStartToCloseTimeout: '9',
        childPolicy: 'ABANDON' as const,
      },
    })),
  })
  const { events } = await local.swf.pollForDecisionTask({ domain, taskList, maximumPageSize: 1000 })
  const failed = events!.filter(({ eventType }) => eventType === 'StartChildWorkflowExecutionFailed')
  expect(failed.map(event => event.startChildWorkflowExecutionFailedEventAttributes!.cause)).toEqual([
    'CHILD_CREATION_RATE_EXCEEDED',
  ])
  await local.close()
})
