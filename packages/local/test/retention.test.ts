import { describe, expect, test } from 'vitest'
import { child, complete, continueAsNew, TestService } from './test-service.ts'

const DAY = 24 * 3600 * 1000
const filter = { oldestDate: 0 }

/** The workflow ids that are still listed and counted, by start and by close. */
function shown(service: TestService) {
  const closed = (query: object) => {
    const input = { domain: 'd', ...query }
    const { executionInfos } = service.call('ListClosedWorkflowExecutions', input)
    expect(service.call('CountClosedWorkflowExecutions', input).count).toBe(executionInfos.length)
    return executionInfos.map(({ execution }) => execution.workflowId).reverse()
  }
  const { executionInfos } = service.call('ListOpenWorkflowExecutions', {
    domain: 'd',
    startTimeFilter: filter,
  })
  return {
    open: executionInfos.map(({ execution }) => execution.workflowId).reverse(),
    byStart: closed({ startTimeFilter: filter }),
    byClose: closed({ closeTimeFilter: filter }),
  }
}

/** Executions a, b, c and d, of which c, a and b have closed in this order, a second apart. */
function four() {
  const service = new TestService().registered()
  const executionStartToCloseTimeout = '31536000'
  const runs = ['a', 'b', 'c', 'd'].map(workflowId => ({
    workflowId,
    runId: service.start({ workflowId, executionStartToCloseTimeout }),
  }))
  for (const workflowId of ['c', 'a', 'b']) {
    service.call('TerminateWorkflowExecution', { domain: 'd', workflowId })
    service.pass(1000)
  }
  return { service, runs }
}

test('closed executions are removed when the retention of their domain has passed since their close', () => {
  const { service, runs } = four()
  service.pass(7 * DAY - 3001)
  expect(shown(service)).toEqual({ open: ['d'], byStart: ['a', 'b', 'c'], byClose: ['c', 'a', 'b'] })
  service.pass(1)
  expect(shown(service)).toEqual({ open: ['d'], byStart: ['a', 'b'], byClose: ['a', 'b'] })
  const [, , { workflowId, runId }] = runs as [unknown, unknown, { workflowId: string; runId: string }]
  const execution = { workflowId, runId }
  for (const action of ['DescribeWorkflowExecution', 'GetWorkflowExecutionHistory']) {
    expect(service.errorOf(action, { domain: 'd', execution })).toBe(
      `UnknownResourceFault: Unknown execution: WorkflowExecution=[workflowId=c, runId=${runId}]`,
    )
  }
  service.pass(2000)
  expect(shown(service)).toEqual({ open: ['d'], byStart: [], byClose: [] })
  service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'd', signalName: 's' })
})

test('all at once after a long time without requests, in one transaction per domain', () => {
  const { service } = four()
  const before = service.log.length
  service.sleep(8 * DAY)
  expect(shown(service)).toEqual({ open: ['d'], byStart: [], byClose: [] })
  expect(service.log.slice(before).map(({ kind, key }) => [kind, key])).toEqual([
    ['executions-expired', 'us-east-1/d'],
  ])
  expect(shown(service.rebuilt())).toEqual(shown(service))
})

test('causes no deadline', () => {
  const service = new TestService().started()
  service.decide([complete()])
  expect(service.machine.nextDeadline()).toBe(undefined)
})

test('a machine made from a log that ends before the expiry removes them too', () => {
  const { service } = four()
  const again = service.rebuilt()
  again.pass(8 * DAY)
  expect(shown(again)).toEqual({ open: ['d'], byStart: [], byClose: [] })
})

describe('with retention', () => {
  const kept = (retention: string, graceDays?: number) => {
    const service = new TestService(graceDays === undefined ? {} : { limits: { graceDays } })
    service.call('RegisterDomain', { name: 'd', workflowExecutionRetentionPeriodInDays: retention })
    service.call('RegisterWorkflowType', { domain: 'd', name: 'flow', version: '1' })
    service.start({
      executionStartToCloseTimeout: '1',
      taskStartToCloseTimeout: 'NONE',
      taskList: { name: 'l' },
      childPolicy: 'ABANDON',
    })
    service.pass(1000)
    const days = [0, 1, 2, 90].map(day => {
      service.pass(
        service.log.find(({ kind }) => kind === 'execution-timed-out')!.at + day * DAY - service.now,
      )
      return shown(service).byClose.length
    })
    return days
  }
  test.each([
    ['2', undefined, [1, 1, 0, 0]],
    ['90', undefined, [1, 1, 1, 0]],
    ['0', undefined, [1, 0, 0, 0]],
    ['NONE', undefined, [1, 0, 0, 0]],
    ['NONE', 2, [1, 1, 0, 0]],
    ['NONE', Infinity, [1, 1, 1, 1]],
  ])('%s and %s days of grace, after 0, 1, 2 and 90 days: %j', (retention, graceDays, days) => {
    expect(kept(retention, graceDays)).toEqual(days)
  })
})

test('a removed parent or previous run prevents nothing', () => {
  const service = new TestService().started({ childPolicy: 'ABANDON' })
  const executionStartToCloseTimeout = '31536000'
  service.decide([
    child('c', { taskList: { name: 'c' }, executionStartToCloseTimeout, taskStartToCloseTimeout: 'NONE' }),
  ])
  service.decide([complete()])
  service.pass(8 * DAY)
  expect(shown(service)).toEqual({ open: ['c'], byStart: [], byClose: [] })
  service.decide(
    [continueAsNew({ taskList: { name: 'c' }, executionStartToCloseTimeout })],
    {},
    { list: 'c' },
  )
  service.pass(8 * DAY)
  service.decide([complete()], {}, { list: 'c' })
  expect(shown(service)).toEqual({ open: [], byStart: ['c'], byClose: ['c'] })
  expect(service.machine.pendingTransition(service.now)).toBe(undefined)
})
