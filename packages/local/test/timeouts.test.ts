import { describe, expect, test } from 'vitest'
import { complete, decisionTask, schedule, timer, World } from './local-world.ts'
import type { Row } from './local-world.ts'

const types = (rows: Row[]) => rows.map(([, type]) => type)

describe('an execution', () => {
  test('closes when its time is over, with no decision task, and takes everything along', () => {
    const world = new World().started({ executionStartToCloseTimeout: '60', childPolicy: 'ABANDON' })
    world.decide([schedule('1'), timer('t', 100)])
    world.pass(59_999)
    expect(world.rows(7)).toEqual([])
    world.pass(1)
    expect(world.rows(7)).toEqual([
      [7, 'WorkflowExecutionTimedOut', { timeoutType: 'START_TO_CLOSE', childPolicy: 'ABANDON' }],
    ])
    expect(world.describe().executionInfo).toMatchObject({
      executionStatus: 'CLOSED',
      closeStatus: 'TIMED_OUT',
      closeTimestamp: 1_700_000_060,
    })
    expect(world.machine.nextDeadline()).toBe(undefined)
    expect(world.activityTask()).toEqual({ startedEventId: 0 })
  })

  test('of no time at all is over at once', () => {
    const world = new World().started({ executionStartToCloseTimeout: '0' })
    world.pass(0)
    expect(types(world.rows())).toEqual([
      'WorkflowExecutionStarted',
      'DecisionTaskScheduled',
      'WorkflowExecutionTimedOut',
    ])
  })
})

describe('a decision task', () => {
  test('that is not started never times out', () => {
    const world = new World().started({ executionStartToCloseTimeout: '31536000' })
    world.pass(31_535_999_000)
    expect(world.rows(3)).toEqual([])
  })

  test('of NONE never times out', () => {
    const world = new World().started({ taskStartToCloseTimeout: 'NONE' })
    const { taskToken } = world.decisionTask()
    world.pass(999_000)
    world.call('RespondDecisionTaskCompleted', { taskToken })
    expect(types(world.rows(4))).toEqual(['DecisionTaskCompleted'])
  })

  test('is tried again without end', () => {
    const world = new World().started()
    for (let i = 0; i < 3; i++) {
      world.decisionTask()
      world.pass(10_000)
    }
    expect(types(world.rows(9))).toEqual([
      'DecisionTaskStarted',
      'DecisionTaskTimedOut',
      'DecisionTaskScheduled',
    ])
  })

  test('with another queued behind it makes that one pollable and schedules no third', () => {
    const world = new World().started()
    world.decisionTask()
    world.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    world.pass(10_000)
    expect(world.rows(5)).toEqual([
      [5, 'DecisionTaskScheduled', decisionTask],
      [6, 'DecisionTaskTimedOut', { timeoutType: 'START_TO_CLOSE', scheduledEventId: 2, startedEventId: 3 }],
    ])
    expect(world.decisionTask().startedEventId).toBe(7)
  })

  test('that is completed in time has no deadline any more', () => {
    const world = new World().started()
    world.decide()
    world.pass(999_000)
    expect(world.rows(5)).toEqual([])
  })
})

describe('an activity', () => {
  const scheduled = (timeouts: object) => {
    const world = new World().started()
    world.decide([schedule('1', timeouts)])
    return world
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
    const world = scheduled(timeouts)
    world.pass(2999)
    expect(world.rows(6)).toEqual([])
    world.pass(1)
    expect(world.rows(6)).toEqual([
      [6, 'ActivityTaskTimedOut', timedOut(type, 0)],
      [7, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(world.activityTask()).toEqual({ startedEventId: 0 })
  })

  test.each([
    ['START_TO_CLOSE', { startToCloseTimeout: '3', scheduleToStartTimeout: '2' }, 4000],
    ['SCHEDULE_TO_CLOSE', { scheduleToCloseTimeout: '3' }, 3000],
    ['HEARTBEAT', { heartbeatTimeout: '3' }, 4000],
  ])('that is started after a second times out by %s', (type, timeouts, at) => {
    const world = scheduled(timeouts)
    world.pass(1000)
    const { taskToken } = world.activityTask()
    world.pass(at - 1001)
    expect(world.rows(7)).toEqual([])
    world.pass(1)
    expect(world.rows(7)).toEqual([
      [7, 'ActivityTaskTimedOut', timedOut(type, 6)],
      [8, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(world.fault('RecordActivityTaskHeartbeat', { taskToken })).toBe(
      'UnknownResourceFault: Unknown activity, scheduledEventId = 5',
    )
  })

  test.each([
    ['SCHEDULE_TO_CLOSE', { scheduleToCloseTimeout: '3', startToCloseTimeout: '3', heartbeatTimeout: '3' }],
    ['START_TO_CLOSE', { scheduleToCloseTimeout: '4', startToCloseTimeout: '3', heartbeatTimeout: '3' }],
    ['HEARTBEAT', { scheduleToCloseTimeout: '4', startToCloseTimeout: '4', heartbeatTimeout: '3' }],
  ])('of several timeouts the earliest wins, %s here', (type, timeouts) => {
    const world = scheduled(timeouts)
    world.activityTask()
    world.pass(3000)
    expect(world.rows(7)[0]).toEqual([7, 'ActivityTaskTimedOut', timedOut(type, 6)])
  })

  test('a heartbeat sets its clock back, and its details come with the timeout', () => {
    const world = scheduled({ heartbeatTimeout: '3', startToCloseTimeout: '8' })
    const { taskToken } = world.activityTask()
    world.pass(2000)
    world.call('RecordActivityTaskHeartbeat', { taskToken, details: 'a' })
    world.pass(2000)
    world.call('RecordActivityTaskHeartbeat', { taskToken, details: 'b' })
    world.pass(2999)
    expect(world.rows(7)).toEqual([])
    world.pass(1)
    expect(world.rows(7)[0]).toEqual([7, 'ActivityTaskTimedOut', timedOut('HEARTBEAT', 6, 'b')])
  })

  test('heartbeats do not save it from its other timeouts', () => {
    const world = scheduled({ heartbeatTimeout: '3', startToCloseTimeout: '4' })
    const { taskToken } = world.activityTask()
    world.pass(2000)
    world.call('RecordActivityTaskHeartbeat', { taskToken, details: 'a' })
    world.pass(2000)
    expect(world.rows(7)[0]).toEqual([7, 'ActivityTaskTimedOut', timedOut('START_TO_CLOSE', 6, 'a')])
  })

  test('a heartbeat without details leaves none', () => {
    const world = scheduled({ heartbeatTimeout: '3' })
    const { taskToken } = world.activityTask()
    world.call('RecordActivityTaskHeartbeat', { taskToken, details: 'a' })
    world.call('RecordActivityTaskHeartbeat', { taskToken })
    world.pass(3000)
    expect(world.rows(7)[0]).toEqual([7, 'ActivityTaskTimedOut', timedOut('HEARTBEAT', 6)])
  })

  test('of no time at all times out at once', () => {
    const world = scheduled({ scheduleToCloseTimeout: '0' })
    world.pass(0)
    expect(world.rows(6)[0]).toEqual([6, 'ActivityTaskTimedOut', timedOut('SCHEDULE_TO_CLOSE', 0)])
  })
})

describe('timers', () => {
  test('fire at their time, each in a transaction of its own', () => {
    const world = new World().started()
    world.decide([timer('late', 5), timer('now', 0)])
    world.pass(0)
    world.decide()
    world.pass(4999)
    expect(types(world.rows(11))).toEqual([])
    world.pass(1)
    expect(world.rows(7)).toEqual([
      [7, 'TimerFired', { timerId: 'now', startedEventId: 6 }],
      [8, 'DecisionTaskScheduled', decisionTask],
      [9, 'DecisionTaskStarted', { scheduledEventId: 8 }],
      [10, 'DecisionTaskCompleted', { scheduledEventId: 8, startedEventId: 9 }],
      [11, 'TimerFired', { timerId: 'late', startedEventId: 5 }],
      [12, 'DecisionTaskScheduled', decisionTask],
    ])
    world.decide([complete()])
    expect(world.machine.nextDeadline()).toBe(undefined)
  })

  test('of the same second fire in the order in which they were started', () => {
    const world = new World().started()
    world.decide([timer('b', 1), timer('a', 1), timer('c', 1)])
    world.pass(1000)
    expect(world.rows(8)).toEqual([
      [8, 'TimerFired', { timerId: 'b', startedEventId: 5 }],
      [9, 'DecisionTaskScheduled', decisionTask],
      [10, 'TimerFired', { timerId: 'a', startedEventId: 6 }],
      [11, 'TimerFired', { timerId: 'c', startedEventId: 7 }],
    ])
  })
})

test('what became overdue while the machine was down fires in the order of the deadlines, with the time of now', () => {
  const world = new World().started({ executionStartToCloseTimeout: '100' })
  world.decide([timer('3', 30), schedule('2', { scheduleToStartTimeout: '20' }), timer('1', 10)])
  world.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
  world.decisionTask() // times out after 10 seconds too, and was set up after the timer
  const again = world.rebuilt()
  again.runId = world.runId
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

test('a clock that steps back does not take a history along', () => {
  const world = new World().started()
  world.now -= 5000
  world.decide([timer('t', 1)])
  const { events } = world.call('GetWorkflowExecutionHistory', {
    domain: 'd',
    execution: { workflowId: 'w', runId: world.runId },
  })
  expect(events.map(event => event.eventTimestamp)).toEqual([...Array<number>(5)].map(() => 1_700_000_000))
  expect(world.machine.nextDeadline()).toBe(1_700_000_001_000)
})
