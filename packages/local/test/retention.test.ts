import { describe, expect, test } from 'vitest'
import { child, complete, continueAsNew, World } from './local-world.ts'

const DAY = 24 * 3600 * 1000
const filter = { oldestDate: 0 }

/** What is left of workflow ids in the lists and counts, by start, by close. */
function shown(world: World) {
  const closed = (query: object) => {
    const input = { domain: 'd', ...query }
    const { executionInfos } = world.call('ListClosedWorkflowExecutions', input)
    expect(world.call('CountClosedWorkflowExecutions', input).count).toBe(executionInfos.length)
    return executionInfos.map(({ execution }) => execution.workflowId).reverse()
  }
  const { executionInfos } = world.call('ListOpenWorkflowExecutions', {
    domain: 'd',
    startTimeFilter: filter,
  })
  return {
    open: executionInfos.map(({ execution }) => execution.workflowId).reverse(),
    byStart: closed({ startTimeFilter: filter }),
    byClose: closed({ closeTimeFilter: filter }),
  }
}

/** Executions a, b, c and d; c, a and b have closed in this order, a second apart. */
function four() {
  const world = new World().registered()
  const executionStartToCloseTimeout = '31536000'
  const runs = ['a', 'b', 'c', 'd'].map(workflowId => ({
    workflowId,
    runId: world.start({ workflowId, executionStartToCloseTimeout }),
  }))
  for (const workflowId of ['c', 'a', 'b']) {
    world.call('TerminateWorkflowExecution', { domain: 'd', workflowId })
    world.pass(1000)
  }
  return { world, runs }
}

test('closed executions are gone when the retention of their domain has passed since their close', () => {
  const { world, runs } = four()
  world.pass(7 * DAY - 3001)
  expect(shown(world)).toEqual({ open: ['d'], byStart: ['a', 'b', 'c'], byClose: ['c', 'a', 'b'] })
  world.pass(1)
  expect(shown(world)).toEqual({ open: ['d'], byStart: ['a', 'b'], byClose: ['a', 'b'] })
  const [, , { workflowId, runId }] = runs as [unknown, unknown, { workflowId: string; runId: string }]
  const execution = { workflowId, runId }
  for (const action of ['DescribeWorkflowExecution', 'GetWorkflowExecutionHistory']) {
    expect(world.fault(action, { domain: 'd', execution })).toBe(
      `UnknownResourceFault: Unknown execution: WorkflowExecution=[workflowId=c, runId=${runId}]`,
    )
  }
  world.pass(2000)
  expect(shown(world)).toEqual({ open: ['d'], byStart: [], byClose: [] })
  world.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'd', signalName: 's' })
})

test('at once after a long time without requests, in one transaction a domain', () => {
  const { world } = four()
  const before = world.log.length
  world.sleep(8 * DAY)
  expect(shown(world)).toEqual({ open: ['d'], byStart: [], byClose: [] })
  expect(world.log.slice(before).map(({ kind, key }) => [kind, key])).toEqual([
    ['executions-expired', 'us-east-1/d'],
  ])
  expect(shown(world.rebuilt())).toEqual(shown(world))
})

test('nobody has to be woken for it', () => {
  const world = new World().started()
  world.decide([complete()])
  expect(world.machine.nextDeadline()).toBe(undefined)
})

test('a machine made from a log that ends before the expiry takes them away too', () => {
  const { world } = four()
  const again = world.rebuilt()
  again.pass(8 * DAY)
  expect(shown(again)).toEqual({ open: ['d'], byStart: [], byClose: [] })
})

describe('with retention', () => {
  const kept = (retention: string, graceDays?: number) => {
    const world = new World(graceDays === undefined ? {} : { limits: { graceDays } })
    world.call('RegisterDomain', { name: 'd', workflowExecutionRetentionPeriodInDays: retention })
    world.call('RegisterWorkflowType', { domain: 'd', name: 'flow', version: '1' })
    world.start({
      executionStartToCloseTimeout: '1',
      taskStartToCloseTimeout: 'NONE',
      taskList: { name: 'l' },
      childPolicy: 'ABANDON',
    })
    world.pass(1000)
    const days = [0, 1, 2, 90].map(day => {
      world.pass(world.log.find(({ kind }) => kind === 'execution-timed-out')!.at + day * DAY - world.now)
      return shown(world).byClose.length
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

test('links to what is gone hold nothing up: a parent, a run before', () => {
  const world = new World().started({ childPolicy: 'ABANDON' })
  const executionStartToCloseTimeout = '31536000'
  world.decide([
    child('c', { taskList: { name: 'c' }, executionStartToCloseTimeout, taskStartToCloseTimeout: 'NONE' }),
  ])
  world.decide([complete()])
  world.pass(8 * DAY)
  expect(shown(world)).toEqual({ open: ['c'], byStart: [], byClose: [] })
  world.decide([continueAsNew({ taskList: { name: 'c' }, executionStartToCloseTimeout })], {}, { list: 'c' })
  world.pass(8 * DAY)
  world.decide([complete()], {}, { list: 'c' })
  expect(shown(world)).toEqual({ open: [], byStart: ['c'], byClose: ['c'] })
  expect(world.machine.followUp(world.now)).toBe(undefined)
})
