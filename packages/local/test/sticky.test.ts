import { describe, expect, test } from 'vitest'
import { decisionTask, TestService } from './test-service.ts'

const home = decisionTask
const sticky = { taskList: { name: 'host' }, startToCloseTimeout: '10', scheduleToStartTimeout: '5' }
const permanent = { ...home, taskList: { name: 'host' } }
const none = { startedEventId: 0, previousStartedEventId: 0 }
const signal = (service: TestService) =>
  service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })

/** An execution that was answered once, with an override; events 1 to 4. */
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
  test('is echoed by the completion and sends later decision tasks to its list', () => {
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

  test('stays over completions that name no list, until one names another', () => {
    const service = overridden(bounded)
    signal(service)
    service.decide([], {}, { list: 'host' })
    signal(service)
    expect(service.rows(10)).toEqual([[10, 'DecisionTaskScheduled', sticky]])
    service.decide([], { taskList: { name: 'flows' } }, { list: 'host' })
    signal(service)
    expect(service.rows(14)).toEqual([[14, 'DecisionTaskScheduled', home]])
  })

  test('that is not picked up in time is dropped and the task goes to the original list', () => {
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

  test('is dropped too when a task of its list was started and not completed in time', () => {
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
  ])('without a timeout is permanent: %j', override => {
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

  test('a timeout without a list is ignored', () => {
    const service = overridden({ taskListScheduleToStartTimeout: '5' })
    signal(service)
    expect(service.rows(6)).toEqual([[6, 'DecisionTaskScheduled', home]])
  })

  test('leaves a task that was queued before it on the list that its event names', () => {
    const service = new TestService().started()
    const { taskToken } = service.decisionTask()
    signal(service)
    service.call('RespondDecisionTaskCompleted', { taskToken, ...bounded })
    expect(service.rows(5)[0]).toEqual([5, 'DecisionTaskScheduled', home])
    expect(service.decisionTask({ list: 'host' })).toEqual(none)
    // Timing out there doesn't touch the override, which is of another list.
    service.decisionTask()
    service.pass(10_000)
    expect(service.rows(9)).toEqual([[9, 'DecisionTaskScheduled', sticky]])
  })

  test('the clock of a task queued behind a started one runs from when it can be polled', () => {
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

  test('of a failed decision is in force for the task that it makes necessary', () => {
    const service = new TestService().started()
    service.decide(
      [{ decisionType: 'CancelTimer', cancelTimerDecisionAttributes: { timerId: 't' } }],
      bounded,
    )
    expect(service.rows(6)).toEqual([[6, 'DecisionTaskScheduled', sticky]])
  })

  test('does not show in the configuration', () => {
    expect(overridden(bounded).describe().executionConfiguration.taskList).toEqual({ name: 'flows' })
  })
})
