import { describe, expect, test } from 'vitest'
import { createLocalSwf } from '../src/index.ts'
import { note } from './conformance/noted.ts'
import {
  decisionTask,
  act,
  cancelTimer,
  complete,
  flow,
  marker,
  schedule,
  timer,
  TestService,
} from './test-service.ts'

test('domains', () => {
  const service = new TestService()
  const register = (n: number) => ({ name: `d${n}`, workflowExecutionRetentionPeriodInDays: '1' })
  for (let n = 0; n < 100; n++) service.call('RegisterDomain', register(n))
  note('quota', 'domains')
  service.call('DeprecateDomain', { name: 'd0' })
  expect(service.errorOf('RegisterDomain', register(100))).toContain('LimitExceededFault')
  expect(service.errorOf('RegisterDomain', register(1))).toContain('DomainAlreadyExistsFault')
})

test('tags of a domain', () => {
  const tags = Array.from({ length: 51 }, (_, n) => ({ key: `k${n}` }))
  note('quota', 'tags')
  const service = new TestService()
  const register = { name: 'd', workflowExecutionRetentionPeriodInDays: '1' }
  expect(service.errorOf('RegisterDomain', { ...register, tags })).toContain('TooManyTagsFault')
  expect(service.errorOf('RegisterDomain', { ...register, tags: tags.slice(1) })).toBe('no error')
})

test('types of a domain, including deprecated ones', () => {
  const service = new TestService({ limits: { workflowTypes: 2, activityTypes: 1 } }).registered()
  service.call('DeprecateWorkflowType', { domain: 'd', workflowType: flow })
  service.call('RegisterWorkflowType', { domain: 'd', ...flow, version: '2' })
  expect(service.errorOf('RegisterWorkflowType', { domain: 'd', ...flow, version: '3' })).toContain(
    'LimitExceeded',
  )
  expect(service.errorOf('RegisterActivityType', { domain: 'd', ...act, version: '2' })).toContain(
    'LimitExceeded',
  )
})

test('open executions of a domain', () => {
  const service = new TestService({ limits: { openExecutions: 1 } }).started()
  const start = { domain: 'd', workflowId: 'v', workflowType: flow }
  expect(service.errorOf('StartWorkflowExecution', start)).toContain('LimitExceededFault')
  service.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w' })
  expect(service.errorOf('StartWorkflowExecution', start)).toBe('no error')
})

describe('open things of an execution', () => {
  const numbers = Array.from({ length: 1001 }, (_, n) => n)

  test('activities: 1,000', () => {
    const service = new TestService().started()
    service.decide(numbers.map(n => schedule(`${n}`)))
    note('quota', 'openActivities')
    const history = service.call('GetWorkflowExecutionHistory', {
      domain: 'd',
      execution: { workflowId: 'w', runId: service.runId },
      reverseOrder: true,
      maximumPageSize: 3,
    })
    expect(history.events.map(({ eventId, eventType }) => [eventId, eventType])).toEqual([
      [1006, 'DecisionTaskScheduled'],
      [1005, 'ScheduleActivityTaskFailed'],
      [1004, 'ActivityTaskScheduled'],
    ])
    expect(history.events[1]!.scheduleActivityTaskFailedEventAttributes!.cause).toBe(
      'OPEN_ACTIVITIES_LIMIT_EXCEEDED',
    )
  })

  test('timers, of which a canceled one no longer counts', () => {
    const service = new TestService({ limits: { openTimers: 1 } }).started()
    service.decide([timer('a', 1), timer('b', 1), cancelTimer('a'), timer('c', 1)])
    expect(service.rows(6)).toEqual([
      [
        6,
        'StartTimerFailed',
        { timerId: 'b', cause: 'OPEN_TIMERS_LIMIT_EXCEEDED', decisionTaskCompletedEventId: 4 },
      ],
      [7, 'TimerCanceled', { timerId: 'a', startedEventId: 5, decisionTaskCompletedEventId: 4 }],
      [8, 'TimerStarted', { timerId: 'c', startToFireTimeout: '1', decisionTaskCompletedEventId: 4 }],
      [9, 'DecisionTaskScheduled', decisionTask],
    ])
  })
})

describe('a history that gets too long', () => {
  test('is terminated', () => {
    const service = new TestService({ limits: { events: 6 } }).started({ childPolicy: 'ABANDON' })
    service.decide([marker('a')])
    expect(service.describe().executionInfo.executionStatus).toBe('OPEN')
    service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    expect(service.rows(8)).toEqual([
      [8, 'WorkflowExecutionTerminated', { childPolicy: 'ABANDON', cause: 'EVENT_LIMIT_EXCEEDED' }],
    ])
  })

  test('is not terminated if its last event closes the execution', () => {
    const service = new TestService({ limits: { events: 5 } }).started()
    service.decide([complete()])
    expect(service.rows(6)).toEqual([])
    expect(service.machine.pendingTransition(service.now)).toBe(undefined)
  })
})

test('polls that wait on a task list', async () => {
  note('quota', 'pollers')
  const local = await createLocalSwf({ limits: { pollers: 1 } })
  await local.swf.registerDomain({ name: 'd', workflowExecutionRetentionPeriodInDays: '1' })
  const poll = (name: string) => local.swf.pollForActivityTask({ domain: 'd', taskList: { name } })
  const waiting = [poll('a'), poll('b')]
  await expect(poll('a')).rejects.toMatchObject({
    name: 'LimitExceededFault',
    message: 'Limit on maximum concurrent poll requests per task list reached',
  })
  await local.close()
  expect((await Promise.all(waiting)).map(({ startedEventId }) => startedEventId)).toEqual([0, 0])
})
