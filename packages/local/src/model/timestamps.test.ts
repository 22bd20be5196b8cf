import { expect, test } from 'vitest'
import { fromDates, toDates } from './timestamps.ts'

test('converts nested timestamps in an output to Dates', () => {
  expect(
    toDates('GetWorkflowExecutionHistory', {
      events: [{ eventId: 1, eventTimestamp: 1487851963.534, eventType: 'WorkflowExecutionStarted' }],
    }),
  ).toEqual({
    events: [{ eventId: 1, eventTimestamp: new Date(1487851963534), eventType: 'WorkflowExecutionStarted' }],
  })
  expect(
    toDates('DescribeWorkflowExecution', {
      executionInfo: { startTimestamp: 1.5, cancelRequested: false },
      latestActivityTaskTimestamp: 2,
    }),
  ).toEqual({
    executionInfo: { startTimestamp: new Date(1500), cancelRequested: false },
    latestActivityTaskTimestamp: new Date(2000),
  })
})

test('copies what has no timestamps', () => {
  const output = { runId: 'r', list: [{ name: 'n', absent: undefined }] }
  for (const action of ['StartWorkflowExecution', 'NoSuchAction', 'constructor']) {
    const copy = toDates(action, output) as typeof output
    expect(copy).toStrictEqual({ runId: 'r', list: [{ name: 'n' }] })
    expect([copy === output, copy.list === output.list, copy.list[0] === output.list[0]]).toEqual([
      false,
      false,
      false,
    ])
  }
  expect(toDates('RegisterDomain', undefined)).toBe(undefined)
})

test('converts Dates in an input to epoch seconds, and leaves invalid values for the validation', () => {
  expect(
    fromDates('ListOpenWorkflowExecutions', {
      domain: 'd',
      startTimeFilter: { oldestDate: new Date(1487851963534), latestDate: 'now' },
    }),
  ).toEqual({ domain: 'd', startTimeFilter: { oldestDate: 1487851963.534, latestDate: 'now' } })
  expect(fromDates('ListOpenWorkflowExecutions', null)).toBe(null)
})
