import { describe, expect, test } from 'vitest'
import { act, cancelActivity, complete, decisionTask, flow, schedule, TestService } from './test-service.ts'

const activityDefaults = {
  taskList: { name: 'acts' },
  scheduleToStartTimeout: 'NONE',
  scheduleToCloseTimeout: 'NONE',
  startToCloseTimeout: 'NONE',
  heartbeatTimeout: 'NONE',
}

test('one activity, from start to close', () => {
  const service = new TestService().started({ input: 'hello' })
  const { taskToken, ...task } = service.decisionTask({ identity: 'decider' })
  expect({ ...task, events: task.events.length }).toEqual({
    startedEventId: 3,
    previousStartedEventId: 0,
    workflowExecution: { workflowId: 'w', runId: service.runId },
    workflowType: flow,
    events: 3,
  })
  service.call('RespondDecisionTaskCompleted', {
    taskToken,
    decisions: [schedule('1', { input: 'service', control: 'c' })],
    executionContext: 'greeting',
  })
  const { taskToken: activityToken, ...activity } = service.activityTask({ identity: 'worker' })
  expect(activity).toEqual({
    activityId: '1',
    startedEventId: 6,
    workflowExecution: { workflowId: 'w', runId: service.runId },
    activityType: act,
    input: 'service',
  })
  service.call('RespondActivityTaskCompleted', { taskToken: activityToken, result: 'Hello, service!' })
  service.decide([complete('done')])

  expect(service.rows()).toEqual([
    [
      1,
      'WorkflowExecutionStarted',
      {
        input: 'hello',
        executionStartToCloseTimeout: '1000',
        taskStartToCloseTimeout: '10',
        childPolicy: 'TERMINATE',
        taskList: { name: 'flows' },
        workflowType: flow,
        parentInitiatedEventId: 0,
      },
    ],
    [2, 'DecisionTaskScheduled', decisionTask],
    [3, 'DecisionTaskStarted', { scheduledEventId: 2, identity: 'decider' }],
    [4, 'DecisionTaskCompleted', { scheduledEventId: 2, startedEventId: 3, executionContext: 'greeting' }],
    [
      5,
      'ActivityTaskScheduled',
      {
        ...activityDefaults,
        activityType: act,
        activityId: '1',
        input: 'service',
        control: 'c',
        decisionTaskCompletedEventId: 4,
      },
    ],
    [6, 'ActivityTaskStarted', { scheduledEventId: 5, identity: 'worker' }],
    [7, 'ActivityTaskCompleted', { result: 'Hello, service!', scheduledEventId: 5, startedEventId: 6 }],
    [8, 'DecisionTaskScheduled', decisionTask],
    [9, 'DecisionTaskStarted', { scheduledEventId: 8 }],
    [10, 'DecisionTaskCompleted', { scheduledEventId: 8, startedEventId: 9 }],
    [11, 'WorkflowExecutionCompleted', { result: 'done', decisionTaskCompletedEventId: 10 }],
  ])
})

test('the events of one transaction have the same timestamp, in epoch seconds with milliseconds', () => {
  const service = new TestService()
  service.now += 123
  service.started()
  service.pass(77)
  service.decide([schedule('1'), schedule('2')])
  const { events } = service.call('GetWorkflowExecutionHistory', {
    domain: 'd',
    execution: { workflowId: 'w', runId: service.runId },
  })
  expect(events.map(event => event.eventTimestamp)).toEqual([
    1_700_000_000.123, 1_700_000_000.123, 1_700_000_000.2, 1_700_000_000.2, 1_700_000_000.2, 1_700_000_000.2,
  ])
})

test('an event that arrives during a decision task schedules the next one at once', () => {
  const service = new TestService().started()
  service.decide([schedule('1'), schedule('2')])
  const [first, second] = [service.activityTask(), service.activityTask()]
  service.call('RespondActivityTaskCompleted', { taskToken: first.taskToken })
  const { taskToken } = service.decisionTask()
  service.call('RespondActivityTaskCompleted', { taskToken: second.taskToken })
  // scheduled, but it can't be polled until the started one is completed
  expect(service.decisionTask()).toEqual({ startedEventId: 0, previousStartedEventId: 0 })
  service.call('RespondDecisionTaskCompleted', { taskToken, decisions: [schedule('3')] })
  expect(service.decisionTask().previousStartedEventId).toBe(11)

  expect(service.rows(10)).toEqual([
    [10, 'DecisionTaskScheduled', decisionTask],
    [11, 'DecisionTaskStarted', { scheduledEventId: 10 }],
    [12, 'ActivityTaskCompleted', { scheduledEventId: 6, startedEventId: 8 }],
    [13, 'DecisionTaskScheduled', decisionTask],
    [14, 'DecisionTaskCompleted', { scheduledEventId: 10, startedEventId: 11 }],
    [
      15,
      'ActivityTaskScheduled',
      { ...activityDefaults, activityType: act, activityId: '3', decisionTaskCompletedEventId: 14 },
    ],
    [16, 'DecisionTaskStarted', { scheduledEventId: 13 }],
  ])
})

test('one queued decision task covers all events until it is started', () => {
  const service = new TestService().started()
  for (const signalName of ['a', 'b']) {
    service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName, input: 'x' })
  }
  expect(service.decisionTask().startedEventId).toBe(5)
  for (const signalName of ['c', 'd']) {
    service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName })
  }
  const signal = { externalInitiatedEventId: 0 }
  expect(service.rows(2)).toEqual([
    [2, 'DecisionTaskScheduled', decisionTask],
    [3, 'WorkflowExecutionSignaled', { signalName: 'a', input: 'x', ...signal }],
    [4, 'WorkflowExecutionSignaled', { signalName: 'b', input: 'x', ...signal }],
    [5, 'DecisionTaskStarted', { scheduledEventId: 2 }],
    [6, 'WorkflowExecutionSignaled', { signalName: 'c', ...signal }],
    [7, 'DecisionTaskScheduled', decisionTask],
    [8, 'WorkflowExecutionSignaled', { signalName: 'd', ...signal }],
  ])
})

test('a close is refused if there is a new event, and the queued decision task follows', () => {
  const service = new TestService().started()
  const { taskToken } = service.decisionTask()
  service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
  service.call('RespondDecisionTaskCompleted', { taskToken, decisions: [complete('early')] })
  service.decide([complete('in time')])
  expect(service.rows(4)).toEqual([
    [4, 'WorkflowExecutionSignaled', { signalName: 's', externalInitiatedEventId: 0 }],
    [5, 'DecisionTaskScheduled', decisionTask],
    [6, 'DecisionTaskCompleted', { scheduledEventId: 2, startedEventId: 3 }],
    [7, 'CompleteWorkflowExecutionFailed', { cause: 'UNHANDLED_DECISION', decisionTaskCompletedEventId: 6 }],
    [8, 'DecisionTaskStarted', { scheduledEventId: 5 }],
    [9, 'DecisionTaskCompleted', { scheduledEventId: 5, startedEventId: 8 }],
    [10, 'WorkflowExecutionCompleted', { result: 'in time', decisionTaskCompletedEventId: 9 }],
  ])
})

test('a decision task that times out is scheduled again in the same transaction', () => {
  const service = new TestService().started()
  const { taskToken } = service.decisionTask()
  service.pass(10_000)
  expect(service.rows(4)).toEqual([
    [4, 'DecisionTaskTimedOut', { timeoutType: 'START_TO_CLOSE', scheduledEventId: 2, startedEventId: 3 }],
    [5, 'DecisionTaskScheduled', decisionTask],
  ])
  expect(service.errorOf('RespondDecisionTaskCompleted', { taskToken })).toBe(
    'UnknownResourceFault: Unknown decision task, scheduledEventId = 2',
  )
  // it wasn't completed, so the previous started event is the one before
  expect(service.decisionTask().previousStartedEventId).toBe(0)
})

describe('canceling an activity', () => {
  test('that is not started is done by the service, in the next transaction', () => {
    const service = new TestService().started()
    service.decide([schedule('1')])
    service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    const before = service.log.length
    service.decide([cancelActivity('1')])
    expect(service.log.slice(before).map(({ kind, events }) => [kind, events?.length])).toEqual([
      ['decision-task-started', 1],
      ['decision-task-completed', 2],
      ['activity-canceled', 2],
    ])
    expect(service.rows(9)).toEqual([
      [9, 'DecisionTaskCompleted', { scheduledEventId: 7, startedEventId: 8 }],
      [10, 'ActivityTaskCancelRequested', { activityId: '1', decisionTaskCompletedEventId: 9 }],
      [
        11,
        'ActivityTaskCanceled',
        { scheduledEventId: 5, startedEventId: 0, latestCancelRequestedEventId: 10 },
      ],
      [12, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(service.activityTask()).toEqual({ startedEventId: 0 })
  })

  test('removes it from its task list at once, before the service has canceled it', () => {
    const service = new TestService().started()
    service.decide([schedule('1')])
    service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    const { taskToken } = service.decisionTask()
    const answer = service.ask('RespondDecisionTaskCompleted', {
      taskToken,
      decisions: [cancelActivity('1')],
    })
    if ('wait' in answer) throw new Error('no answer')
    const transaction = { ...answer.record!, seq: service.log.length + 1, at: service.now }
    service.machine.apply(transaction)
    expect(service.activityTask()).toEqual({ startedEventId: 0 })
    expect(service.machine.pendingTransition(service.now)?.kind).toBe('activity-canceled')
  })

  test('in the batch that closes the execution leaves nothing pending', () => {
    const service = new TestService().started()
    service.decide([schedule('1')])
    service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    service.decide([cancelActivity('1'), complete()])
    expect(service.rows(10)).toEqual([
      [10, 'ActivityTaskCancelRequested', { activityId: '1', decisionTaskCompletedEventId: 9 }],
      [11, 'WorkflowExecutionCompleted', { decisionTaskCompletedEventId: 9 }],
    ])
    expect(service.machine.pendingTransition(service.now)).toBe(undefined)
    expect(service.machine.nextDeadline()).toBe(undefined)
  })

  test('twice records the latest request', () => {
    const service = new TestService().started()
    service.decide([schedule('1')])
    service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    service.decide([cancelActivity('1'), cancelActivity('1')])
    expect(service.rows(12)).toEqual([
      [
        12,
        'ActivityTaskCanceled',
        { scheduledEventId: 5, startedEventId: 0, latestCancelRequestedEventId: 11 },
      ],
      [13, 'DecisionTaskScheduled', decisionTask],
    ])
  })
})
