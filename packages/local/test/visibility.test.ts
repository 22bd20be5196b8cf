import { describe, expect, test } from 'vitest'
import { complete, fail, flow, TestService } from './test-service.ts'

const at = 1_700_000_000
const always = { oldestDate: 0 }
const flow2 = { name: 'flow', version: '2' }

/**
 * Five executions a to e, started a second apart. c (tags x and y) fails first, then a (type version 1, tag x) completes. b, d
 * (version 2) and e are open.
 */
function five(): TestService {
  const service = new TestService().registered()
  service.call('RegisterWorkflowType', {
    domain: 'd',
    ...flow2,
    defaultTaskList: { name: 'twos' },
    defaultChildPolicy: 'TERMINATE',
    defaultTaskStartToCloseTimeout: '10',
    defaultExecutionStartToCloseTimeout: '1000',
  })
  const tags: Record<string, string[]> = { a: ['x'], c: ['x', 'y'], e: ['X'] }
  for (const workflowId of ['a', 'b', 'c', 'd', 'e']) {
    const list = { taskList: { name: workflowId } }
    const type = workflowId === 'd' ? flow2 : flow
    service.start({ workflowId, workflowType: type, tagList: tags[workflowId], ...list })
    service.pass(1000)
  }
  service.decide([fail('no')], {}, { list: 'c' })
  service.pass(1000)
  service.decide([complete()], {}, { list: 'a' })
  service.pass(1000)
  return service
}

const ids = ({ executionInfos }: { executionInfos?: readonly { execution: { workflowId: string } }[] }) =>
  executionInfos!.map(({ execution }) => execution.workflowId).join('')

describe('ListOpenWorkflowExecutions and its count', () => {
  test.each<[object, string]>([
    [{ startTimeFilter: always }, 'edb'],
    [{ startTimeFilter: always, reverseOrder: true }, 'bde'],
    [{ startTimeFilter: { oldestDate: at + 3 } }, 'ed'],
    [{ startTimeFilter: { oldestDate: at + 1, latestDate: at + 3 } }, 'db'],
    [{ startTimeFilter: { oldestDate: at + 5 } }, ''],
    [{ startTimeFilter: always, executionFilter: { workflowId: 'b' } }, 'b'],
    [{ startTimeFilter: always, executionFilter: { workflowId: 'a' } }, ''],
    [{ startTimeFilter: always, typeFilter: { name: 'flow' } }, 'edb'],
    [{ startTimeFilter: always, typeFilter: { name: 'flow', version: '' } }, 'edb'],
    [{ startTimeFilter: always, typeFilter: { name: 'flow', version: '2' } }, 'd'],
    [{ startTimeFilter: always, tagFilter: { tag: 'X' } }, 'e'],
  ])('with %j shows %s', (query, shown) => {
    const service = five()
    const { reverseOrder: _, ...filters } = query as { reverseOrder?: boolean }
    expect(ids(service.call('ListOpenWorkflowExecutions', { domain: 'd', ...query } as never))).toBe(shown)
    expect(service.call('CountOpenWorkflowExecutions', { domain: 'd', ...filters } as never)).toEqual({
      count: shown.length,
      truncated: false,
    })
    expect(
      ids(service.rebuilt().call('ListOpenWorkflowExecutions', { domain: 'd', ...query } as never)),
    ).toBe(shown)
  })
})

describe('ListClosedWorkflowExecutions and its count', () => {
  test.each<[object, string]>([
    [{ startTimeFilter: always }, 'ca'],
    [{ closeTimeFilter: always }, 'ac'],
    [{ closeTimeFilter: always, reverseOrder: true }, 'ca'],
    [{ closeTimeFilter: { oldestDate: at + 6 } }, 'a'],
    [{ closeTimeFilter: { oldestDate: 0, latestDate: at + 5 } }, 'c'],
    [{ startTimeFilter: { oldestDate: at + 1 } }, 'c'],
    [{ startTimeFilter: always, closeStatusFilter: { status: 'COMPLETED' } }, 'a'],
    [{ startTimeFilter: always, closeStatusFilter: { status: 'TERMINATED' } }, ''],
    [{ closeTimeFilter: always, tagFilter: { tag: 'x' } }, 'ac'],
    [{ closeTimeFilter: always, tagFilter: { tag: 'y' } }, 'c'],
    [{ closeTimeFilter: always, typeFilter: { name: 'flow', version: '1' } }, 'ac'],
    [{ closeTimeFilter: always, executionFilter: { workflowId: 'c' } }, 'c'],
  ])('with %j shows %s', (query, shown) => {
    const service = five()
    const { reverseOrder: _, ...filters } = query as { reverseOrder?: boolean }
    expect(ids(service.call('ListClosedWorkflowExecutions', { domain: 'd', ...query }))).toBe(shown)
    expect(service.call('CountClosedWorkflowExecutions', { domain: 'd', ...filters })).toEqual({
      count: shown.length,
      truncated: false,
    })
    expect(ids(service.rebuilt().call('ListClosedWorkflowExecutions', { domain: 'd', ...query }))).toBe(shown)
  })
})

test('each listed execution has the same members as in DescribeWorkflowExecution', () => {
  const service = five()
  const open = service.call('ListOpenWorkflowExecutions', { domain: 'd', startTimeFilter: always })
  const closed = service.call('ListClosedWorkflowExecutions', { domain: 'd', closeTimeFilter: always })
  for (const info of [...open.executionInfos, ...closed.executionInfos]) {
    expect(info).toEqual(service.describe(info.execution).executionInfo)
  }
  expect(closed.executionInfos[1]).toEqual({
    execution: { workflowId: 'c', runId: 'run+3/=' },
    workflowType: flow,
    startTimestamp: at + 2,
    closeTimestamp: at + 5,
    executionStatus: 'CLOSED',
    closeStatus: 'FAILED',
    tagList: ['x', 'y'],
    cancelRequested: false,
  })
})

describe('pages', () => {
  const page = (service: TestService, more: object) =>
    service.call('ListOpenWorkflowExecutions', {
      domain: 'd',
      startTimeFilter: always,
      maximumPageSize: 2,
      ...more,
    })

  test.each([
    [false, ['ed', 'b']],
    [true, ['bd', 'e']],
  ])('contain all executions in order (reversed: %s), also after a restart', (reverseOrder, shown) => {
    const service = five()
    const first = page(service, { reverseOrder })
    const second = page(service.rebuilt(), { reverseOrder, nextPageToken: first.nextPageToken })
    expect([ids(first), ids(second), second.nextPageToken]).toEqual([...shown, undefined])
  })

  test('neither repeat nor omit any if the last listed one has closed and others have started', () => {
    const service = five()
    const { nextPageToken } = page(service, {})
    service.decide([complete()], {}, { list: 'd' })
    service.start({ workflowId: 'f' })
    expect(ids(page(service, { nextPageToken }))).toBe('b')
  })

  test('separate executions that started at the same time', () => {
    const service = new TestService().registered()
    for (const workflowId of ['a', 'b', 'c', 'd', 'e']) service.start({ workflowId })
    const first = page(service, {})
    const second = page(service, { nextPageToken: first.nextPageToken })
    const third = page(service, { nextPageToken: second.nextPageToken })
    expect([first, second, third].map(ids)).toEqual(['ed', 'cb', 'a'])
  })

  test('have no next page after an exactly full last one', () => {
    expect(page(five(), { maximumPageSize: 3 }).nextPageToken).toBeUndefined()
  })

  test('have tokens that are invalid for other filters or for closed executions', () => {
    const service = five()
    const { nextPageToken } = page(service, {})
    const ask = (action: string, more: object) =>
      service.errorOf(action, { domain: 'd', startTimeFilter: always, nextPageToken, ...more })
    expect(ask('ListOpenWorkflowExecutions', { tagFilter: { tag: 'x' } })).toBe(
      'ValidationException: Invalid token',
    )
    expect(ask('ListClosedWorkflowExecutions', {})).toBe('ValidationException: Invalid token')
    expect(ask('ListOpenWorkflowExecutions', { maximumPageSize: 1 })).toBe('no error')
  })
})

describe('refused queries', () => {
  const exclusive = (names: string) =>
    `ValidationException: Cannot specify more than one exclusive filters in the same query: [${names}]`
  test.each<[string, object, string]>([
    ['Closed', {}, 'ValidationException: Must specify time filter'],
    [
      'Closed',
      { startTimeFilter: always, closeTimeFilter: always },
      exclusive('StartTimeFilter, CloseTimeFilter'),
    ],
    [
      'Closed',
      { closeTimeFilter: always, typeFilter: { name: 'flow' }, closeStatusFilter: { status: 'FAILED' } },
      exclusive('WorkflowTypeFilter, CloseStatusFilter'),
    ],
    [
      'Open',
      { startTimeFilter: always, executionFilter: { workflowId: 'a' }, tagFilter: { tag: 'x' } },
      exclusive('WorkflowExecutionFilter, TagFilter'),
    ],
    [
      'Open',
      {},
      "ValidationException: 1 validation error detected: Value null at 'startTimeFilter' failed to satisfy constraint: Member must not be null",
    ],
    [
      'Open',
      { startTimeFilter: {} },
      "ValidationException: 1 validation error detected: Value null at 'startTimeFilter.oldestDate' failed to satisfy constraint: Member must not be null",
    ],
    ['Open', { domain: 'x', startTimeFilter: always }, 'UnknownResourceFault: Unknown domain: x'],
    ['Closed', { domain: 'x', startTimeFilter: always }, 'UnknownResourceFault: Unknown domain: x'],
  ])('of %s executions: %j', (which, query, fault) => {
    const service = five()
    for (const action of [`List${which}WorkflowExecutions`, `Count${which}WorkflowExecutions`]) {
      expect(service.errorOf(action, { domain: 'd', ...query })).toBe(fault)
    }
  })

  test('executions in a deprecated domain are still listed', () => {
    const service = five()
    service.call('DeprecateDomain', { name: 'd' })
    expect(service.call('CountOpenWorkflowExecutions', { domain: 'd', startTimeFilter: always }).count).toBe(
      3,
    )
  })
})
