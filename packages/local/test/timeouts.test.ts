import { describe, expect, test } from 'vitest'
import { complete, decisionTask, schedule, timer, TestService } from './test-service.ts'
import type { Row } from './test-service.ts'

const types = (rows: Row[]) => rows.map(([, type]) => type)

describe('an execution', () => {
  test('closes when its timeout has passed, without a decision task, and ends everything that is open', () => {
    const service = new TestService().started({ executionStartToCloseTimeout: '60', childPolicy: 'ABANDON' })
    service.decide([schedule('1'), timer('t', 100)])
    service.pass(59_999)
    expect(service.rows(7)).toEqual([])
    service.pass(1)
    expect(service.rows(7)).toEqual([
      [7, 'WorkflowExecutionTimedOut', { timeoutType: 'START_TO_CLOSE', childPolicy: 'ABANDON' }],
    ])
    expect(service.describe().executionInfo).toMatchObject({
      executionStatus: 'CLOSED',
      closeStatus: 'TIMED_OUT',
      closeTimestamp: 1_700_000_060,
    })
    expect(service.machine.nextDeadline()).toBe(undefined)
    expect(service.activityTask()).toEqual({ startedEventId: 0 })
  })

  test('with a timeout of 0 times out at once', () => {
    const service = new TestService().started({ executionStartToCloseTimeout: '0' })
    service.pass(0)
    expect(types(service.rows())).toEqual([
      'WorkflowExecutionStarted',
      'DecisionTaskScheduled',
      'WorkflowExecutionTimedOut',
    ])
  })
})

describe('a decision task', () => {
  test('that is not started never times out', () => {
    const service = new TestService().started({ executionStartToCloseTimeout: '31536000' })
    service.pass(31_535_999_000)
    expect(service.rows(3)).toEqual([])
  })

  test('with the timeout NONE never times out', () => {
    const service = new TestService().started({ taskStartToCloseTimeout: 'NONE' })
    const { taskToken } = service.decisionTask()
    service.pass(999_000)
    service.call('RespondDecisionTaskCompleted', { taskToken })
    expect(types(service.rows(4))).toEqual(['DecisionTaskCompleted'])
  })

  test('is scheduled again without limit', () => {
    const service = new TestService().started()
    for (let i = 0; i < 3; i++) {
      service.decisionTask()
      service.pass(10_000)
    }
    expect(types(service.rows(9))).toEqual([
      'DecisionTaskStarted',
      'DecisionTaskTimedOut',
      'DecisionTaskScheduled',
    ])
  })

  test('makes a queued task available when it times out, and schedules no third one', () => {
    const service = new TestService().started()
    service.decisionTask()
    service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    service.pass(10_000)
    expect(service.rows(5)).toEqual([
      [5, 'DecisionTaskScheduled', decisionTask],
      [6, 'DecisionTaskTimedOut', { timeoutType: 'START_TO_CLOSE', scheduledEventId: 2, startedEventId: 3 }],
    ])
    expect(service.decisionTask().startedEventId).toBe(7)
  })

  test('that is completed in time no longer has a deadline', () => {
    const service = new TestService().started()
    service.decide()
    service.pass(999_000)
    expect(service.rows(5)).toEqual([])
  })
})

describe('an activity', () => {
  const scheduled = (timeouts: object) => {
    const service = new TestService().started()
    service.decide([schedule('1', timeouts)])
    return service
  }
  const timedOut = (timeoutType: string, startedEventId: number, details?: string) => ({
    timeoutType,
    scheduledEventId: 5,
    startedEventId,
    ...(details === undefined ? {} : { details }),
  })

  test.each([
    ['SCHEDULE_TO_START', { scheduleToStartTimeout: '3' }],
    ['SCHEDULE_TO_CLOSE', { scheduleToCloseTimeout: '3' }],
  ])('that is not started times out by %s', (type, timeouts) => {
    const service = scheduled(timeouts)
    service.pass(2999)
    expect(service.rows(6)).toEqual([])
    service.pass(1)
    expect(service.rows(6)).toEqual([
      [6, 'ActivityTaskTimedOut', timedOut(type, 0)],
      [7, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(service.activityTask()).toEqual({ startedEventId: 0 })
  })

  test.each([
    ['START_TO_CLOSE', { startToCloseTimeout: '3', scheduleToStartTimeout: '2' }, 4000],
    ['SCHEDULE_TO_CLOSE', { scheduleToCloseTimeout: '3' }, 3000],
    ['HEARTBEAT', { heartbeatTimeout: '3' }, 4000],
  ])('that is started after a second times out by %s', (type, timeouts, at) => {
    const service = scheduled(timeouts)
    service.pass(1000)
    const { taskToken } = service.activityTask()
    service.pass(at - 1001)
    expect(service.rows(7)).toEqual([])
    service.pass(1)
    expect(service.rows(7)).toEqual([
      [7, 'ActivityTaskTimedOut', timedOut(type, 6)],
      [8, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(service.errorOf('RecordActivityTaskHeartbeat', { taskToken })).toBe(
      'UnknownResourceFault: Unknown activity, scheduledEventId = 5',
    )
  })

  test.each([
    ['SCHEDULE_TO_CLOSE', { scheduleToCloseTimeout: '3', startToCloseTimeout: '3', heartbeatTimeout: '3' }],
    ['START_TO_CLOSE', { scheduleToCloseTimeout: '4', startToCloseTimeout: '3', heartbeatTimeout: '3' }],
    ['HEARTBEAT', { scheduleToCloseTimeout: '4', startToCloseTimeout: '4', heartbeatTimeout: '3' }],
  ])('times out by the earliest of several timeouts, %s here', (type, timeouts) => {
    const service = scheduled(timeouts)
    service.activityTask()
    service.pass(3000)
    expect(service.rows(7)[0]).toEqual([7, 'ActivityTaskTimedOut', timedOut(type, 6)])
  })

  test('a heartbeat restarts the heartbeat timeout, and its details are part of the timeout event', () => {
    const service = scheduled({ heartbeatTimeout: '3', startToCloseTimeout: '8' })
    const { taskToken } = service.activityTask()
    service.pass(2000)
    service.call('RecordActivityTaskHeartbeat', { taskToken, details: 'a' })
    service.pass(2000)
    service.call('RecordActivityTaskHeartbeat', { taskToken, details: 'b' })
    service.pass(2999)
    expect(service.rows(7)).toEqual([])
    service.pass(1)
    expect(service.rows(7)[0]).toEqual([7, 'ActivityTaskTimedOut', timedOut('HEARTBEAT', 6, 'b')])
  })

  test("heartbeats don't extend its other timeouts", () => {
    const service = scheduled({ heartbeatTimeout: '3', startToCloseTimeout: '4' })
    const { taskToken } = service.activityTask()
    service.pass(2000)
    service.call('RecordActivityTaskHeartbeat', { taskToken, details: 'a' })
    service.pass(2000)
    expect(service.rows(7)[0]).toEqual([7, 'ActivityTaskTimedOut', timedOut('START_TO_CLOSE', 6, 'a')])
  })

  test('a heartbeat without details removes earlier details', () => {
    const service = scheduled({ heartbeatTimeout: '3' })
    const { taskToken } = service.activityTask()
    service.call('RecordActivityTaskHeartbeat', { taskToken, details: 'a' })
    service.call('RecordActivityTaskHeartbeat', { taskToken })
    service.pass(3000)
    expect(service.rows(7)[0]).toEqual([7, 'ActivityTaskTimedOut', timedOut('HEARTBEAT', 6)])
  })

  test('with a timeout of 0 times out at once', () => {
    const service = scheduled({ scheduleToCloseTimeout: '0' })
    service.pass(0)
    expect(service.rows(6)[0]).toEqual([6, 'ActivityTaskTimedOut', timedOut('SCHEDULE_TO_CLOSE', 0)])
  })
})

describe('timers', () => {
  test('fire at their times, each in a transaction of its own', () => {
    const service = new TestService().started()
    service.decide([timer('late', 5), timer('now', 0)])
    service.pass(0)
    service.decide()
    service.pass(4999)
    expect(types(service.rows(11))).toEqual([])
    service.pass(1)
    expect(service.rows(7)).toEqual([
      [7, 'TimerFired', { timerId: 'now', startedEventId: 6 }],
      [8, 'DecisionTaskScheduled', decisionTask],
      [9, 'DecisionTaskStarted', { scheduledEventId: 8 }],
      [10, 'DecisionTaskCompleted', { scheduledEventId: 8, startedEventId: 9 }],
      [11, 'TimerFired', { timerId: 'late', startedEventId: 5 }],
      [12, 'DecisionTaskScheduled', decisionTask],
    ])
    service.decide([complete()])
    expect(service.machine.nextDeadline()).toBe(undefined)
  })

  test('for the same time fire in the order in which they were started', () => {
    const service = new TestService().started()
    service.decide([timer('b', 1), timer('a', 1), timer('c', 1)])
    service.pass(1000)
    expect(service.rows(8)).toEqual([
      [8, 'TimerFired', { timerId: 'b', startedEventId: 5 }],
      [9, 'DecisionTaskScheduled', decisionTask],
      [10, 'TimerFired', { timerId: 'a', startedEventId: 6 }],
      [11, 'TimerFired', { timerId: 'c', startedEventId: 7 }],
    ])
  })
})

test('overdue deadlines happen in their order after a restart, with the current time', () => {
  const service = new TestService().started({ executionStartToCloseTimeout: '100' })
  service.decide([timer('3', 30), schedule('2', { scheduleToStartTimeout: '20' }), timer('1', 10)])
  service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
  service.decisionTask() // also times out after 10 seconds, and was added after the timer
  const again = service.rebuilt()
  again.runId = service.runId
  again.sleep(101_000)
  expect(types(again.rows(11))).toEqual([
    'TimerFired',
    'DecisionTaskScheduled',
    'DecisionTaskTimedOut',
    'ActivityTaskTimedOut',
    'TimerFired',
    'WorkflowExecutionTimedOut',
  ])
  expect(again.log.at(-1)!.events!.at(-1)!.eventTimestamp).toBe(1_700_000_101)
})

test('timestamps in a history never go back, even if the clock does', () => {
  const service = new TestService().started()
  service.now -= 5000
  service.decide([timer('t', 1)])
  const { events } = service.call('GetWorkflowExecutionHistory', {
    domain: 'd',
    execution: { workflowId: 'w', runId: service.runId },
  })
  expect(events.map(event => event.eventTimestamp)).toEqual([...Array<number>(5)].map(() => 1_700_000_000))
  expect(service.machine.nextDeadline()).toBe(1_700_000_001_000)
})
