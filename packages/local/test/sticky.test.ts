import { describe, expect, test } from 'vitest'
import { decisionTask, TestService } from './test-service.ts'

const home = decisionTask
const sticky = { taskList: { name: 'host' }, startToCloseTimeout: '10', scheduleToStartTimeout: '5' }
const permanent = { ...home, taskList: { name: 'host' } }
const none = { startedEventId: 0, previousStartedEventId: 0 }
const signal = (service: TestService) =>
  service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })

/** An execution whose first decision task was completed with an override (events 1 to 4). */
function overridden(more: {
  taskList?: { name: string }
  taskListScheduleToStartTimeout?: string
}): TestService {
  const service = new TestService().started()
  service.decide([], more)
  return service
}

const bounded = { taskList: { name: 'host' }, taskListScheduleToStartTimeout: '5' }

describe('a task list override', () => {
  test('is recorded by the completion and sends later decision tasks to its list', () => {
    const service = overridden(bounded)
    signal(service)
    expect(service.rows(4)).toEqual([
      [4, 'DecisionTaskCompleted', { scheduledEventId: 2, startedEventId: 3, ...bounded }],
      [5, 'WorkflowExecutionSignaled', { signalName: 's', externalInitiatedEventId: 0 }],
      [6, 'DecisionTaskScheduled', sticky],
    ])
    expect(service.decisionTask()).toEqual(none)
    expect(service.decisionTask({ list: 'host' }).startedEventId).toBe(7)
  })

  test('stays until a completion names another list', () => {
    const service = overridden(bounded)
    signal(service)
    service.decide([], {}, { list: 'host' })
    signal(service)
    expect(service.rows(10)).toEqual([[10, 'DecisionTaskScheduled', sticky]])
    service.decide([], { taskList: { name: 'flows' } }, { list: 'host' })
    signal(service)
    expect(service.rows(14)).toEqual([[14, 'DecisionTaskScheduled', home]])
  })

  test('ends when a task on its list is not started in time, and the next task goes to the original list', () => {
    const service = overridden(bounded)
    signal(service)
    service.pass(5000)
    expect(service.rows(7)).toEqual([
      [
        7,
        'DecisionTaskTimedOut',
        { timeoutType: 'SCHEDULE_TO_START', scheduledEventId: 6, startedEventId: 0 },
      ],
      [8, 'DecisionTaskScheduled', home],
    ])
    expect(service.decisionTask({ list: 'host' })).toEqual(none)
    service.decide()
    signal(service)
    expect(service.rows(12)).toEqual([[12, 'DecisionTaskScheduled', home]])
  })

  test('also ends when a started task of its list is not completed in time', () => {
    const service = overridden(bounded)
    signal(service)
    service.decisionTask({ list: 'host' })
    service.pass(10_000)
    expect(service.rows(8)).toEqual([
      [8, 'DecisionTaskTimedOut', { timeoutType: 'START_TO_CLOSE', scheduledEventId: 6, startedEventId: 7 }],
      [9, 'DecisionTaskScheduled', home],
    ])
  })

  test.each([
    [{ taskList: { name: 'host' } }],
    [{ taskList: { name: 'host' }, taskListScheduleToStartTimeout: 'NONE' }],
  ])('is permanent without a timeout: %j', override => {
    const service = overridden(override)
    signal(service)
    service.pass(900_000)
    service.decisionTask({ list: 'host' })
    service.pass(10_000)
    expect(service.rows(6)).toEqual([
      [6, 'DecisionTaskScheduled', permanent],
      [7, 'DecisionTaskStarted', { scheduledEventId: 6 }],
      [8, 'DecisionTaskTimedOut', { timeoutType: 'START_TO_CLOSE', scheduledEventId: 6, startedEventId: 7 }],
      [9, 'DecisionTaskScheduled', permanent],
    ])
  })

  test('is ignored if it only has a timeout and no list', () => {
    const service = overridden({ taskListScheduleToStartTimeout: '5' })
    signal(service)
    expect(service.rows(6)).toEqual([[6, 'DecisionTaskScheduled', home]])
  })

  test('does not move a task that was queued before it', () => {
    const service = new TestService().started()
    const { taskToken } = service.decisionTask()
    signal(service)
    service.call('RespondDecisionTaskCompleted', { taskToken, ...bounded })
    expect(service.rows(5)[0]).toEqual([5, 'DecisionTaskScheduled', home])
    expect(service.decisionTask({ list: 'host' })).toEqual(none)
    // a timeout on that list doesn't end the override of another list
    service.decisionTask()
    service.pass(10_000)
    expect(service.rows(9)).toEqual([[9, 'DecisionTaskScheduled', sticky]])
  })

  test('its timeout begins when the task can be polled, not while another task is started', () => {
    const service = overridden(bounded)
    signal(service)
    const { taskToken } = service.decisionTask({ list: 'host' })
    signal(service)
    service.pass(9000)
    service.call('RespondDecisionTaskCompleted', { taskToken })
    service.pass(4999)
    expect(service.rows(11)).toEqual([])
    service.pass(1)
    expect(service.rows(11)).toEqual([
      [
        11,
        'DecisionTaskTimedOut',
        { timeoutType: 'SCHEDULE_TO_START', scheduledEventId: 9, startedEventId: 0 },
      ],
      [12, 'DecisionTaskScheduled', home],
    ])
  })

  test('applies to the decision task that a failed decision causes', () => {
    const service = new TestService().started()
    service.decide(
      [{ decisionType: 'CancelTimer', cancelTimerDecisionAttributes: { timerId: 't' } }],
      bounded,
    )
    expect(service.rows(6)).toEqual([[6, 'DecisionTaskScheduled', sticky]])
  })

  test('is not part of the described configuration', () => {
    expect(overridden(bounded).describe().executionConfiguration.taskList).toEqual({ name: 'flows' })
  })
})
