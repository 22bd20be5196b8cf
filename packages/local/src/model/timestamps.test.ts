import { expect, test } from 'vitest'
import { fromDates, toDates } from './timestamps.ts'

test('times deep in an output become dates', () => {
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

test('what has no times is given back as it is', () => {
  const output = { runId: 'r' }
  expect(toDates('StartWorkflowExecution', output)).toBe(output)
  expect(toDates('RegisterDomain', undefined)).toBe(undefined)
  expect(toDates('NoSuchAction', output)).toBe(output)
  expect(toDates('constructor', output)).toBe(output)
})

test('dates in an input become epoch seconds, what is none stays for the validation to refuse', () => {
  expect(
    fromDates('ListOpenWorkflowExecutions', {
      domain: 'd',
      startTimeFilter: { oldestDate: new Date(1487851963534), latestDate: 'now' },
    }),
  ).toEqual({ domain: 'd', startTimeFilter: { oldestDate: 1487851963.534, latestDate: 'now' } })
  expect(fromDates('ListOpenWorkflowExecutions', null)).toBe(null)
})
