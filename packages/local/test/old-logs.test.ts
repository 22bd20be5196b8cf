import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { upgraded } from '../src/storage/format-1.ts'
import type { Transaction } from '../src/machine/transaction.ts'
import { complete, TestService } from './test-service.ts'

/** A log that an earlier version wrote. Each line of the file is a transaction. It must always lead to the same state. */
const read = (file: string) =>
  readFileSync(new URL(`logs/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map(line => upgraded(JSON.parse(line) as Transaction, 'us-east-1'))

test('a log of the version with 29 actions and 8 decisions', () => {
  const log = read('29-actions.jsonl')
  const service = TestService.of(log)
  const run = (n: number) => `run+${n}/=`
  const open = { workflowId: 'open', runId: run(1) }
  const at = 1_700_000_000

  const domains = (registrationStatus: 'REGISTERED' | 'DEPRECATED') =>
    service.call('ListDomains', { registrationStatus }).domainInfos.map(({ name }) => name)
  expect([domains('REGISTERED'), domains('DEPRECATED')]).toEqual([['d'], ['gone']])
  const resourceArn = 'arn:aws:swf:us-east-1:123456789012:/domain/d'
  expect(service.call('ListTagsForResource', { resourceArn })).toEqual({ tags: [{ key: 'k', value: 'v' }] })
  for (const [kind, member] of [
    ['WorkflowType', 'workflowType'],
    ['ActivityType', 'activityType'],
  ]) {
    const old = { domain: 'd', [member!]: { name: 'old', version: '1' } }
    expect(service.errorOf(`Undeprecate${kind}`, old)).toBe('no error')
    expect(service.errorOf(`Delete${kind}`, old)).toBe('no error')
  }

  const closed = service.call('ListClosedWorkflowExecutions', {
    domain: 'd',
    closeTimeFilter: { oldestDate: 0 },
  })
  const closeStatuses = closed.executionInfos.map(info => [info.execution.workflowId, info.closeStatus])
  expect(closeStatuses).toEqual([
    ['late', 'TIMED_OUT'],
    ['ended', 'TERMINATED'],
    ['done', 'COMPLETED'],
  ])

  const { executionInfo, openCounts, ...latest } = service.describe(open)
  expect({ executionInfo, openCounts, ...latest }).toMatchObject({
    executionInfo: { startTimestamp: at, executionStatus: 'OPEN', tagList: ['t'], cancelRequested: true },
    openCounts: {
      openActivityTasks: 0,
      openTimers: 2,
      openDecisionTasks: 1,
      openChildWorkflowExecutions: 0,
      openLambdaFunctions: 0,
    },
    latestExecutionContext: 'c',
  })
  const recorded = log.flatMap(({ key, events }) =>
    key === `us-east-1/d/open/${run(1)}` ? (events ?? []) : [],
  )
  const history = service.call('GetWorkflowExecutionHistory', { domain: 'd', execution: open }).events
  expect(history).toEqual(recorded)

  // the execution continues
  expect(service.machine.pendingTransition(service.now)).toBe(undefined)
  service.pass(50_000)
  service.decide([complete()])
  expect(service.describe(open).executionInfo.closeStatus).toBe('COMPLETED')
  service.pass(8 * 24 * 3600 * 1000)
  expect(service.errorOf('DescribeWorkflowExecution', { domain: 'd', execution: open })).toContain('Unknown')
})
