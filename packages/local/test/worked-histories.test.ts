import { expect, test } from 'vitest'
import { act, complete, flow, schedule, World } from './local-world.ts'

const activityDefaults = {
  taskList: { name: 'acts' },
  scheduleToStartTimeout: 'NONE',
  scheduleToCloseTimeout: 'NONE',
  startToCloseTimeout: 'NONE',
  heartbeatTimeout: 'NONE',
}

const decisionTask = { taskList: { name: 'flows' }, startToCloseTimeout: '10' }

test('one activity, from start to close, is the recorded history', () => {
  const world = new World().started({ input: 'hello' })
  const { taskToken, ...task } = world.decisionTask({ identity: 'decider' })
  expect({ ...task, events: task.events.length }).toEqual({
    startedEventId: 3,
    previousStartedEventId: 0,
    workflowExecution: { workflowId: 'w', runId: world.runId },
    workflowType: flow,
    events: 3,
  })
  world.call('RespondDecisionTaskCompleted', {
    taskToken,
    decisions: [schedule('1', { input: 'world', control: 'c' })],
    executionContext: 'greeting',
  })
  const { taskToken: activityToken, ...activity } = world.activityTask({ identity: 'worker' })
  expect(activity).toEqual({
    activityId: '1',
    startedEventId: 6,
    workflowExecution: { workflowId: 'w', runId: world.runId },
    activityType: act,
    input: 'world',
  })
  world.call('RespondActivityTaskCompleted', { taskToken: activityToken, result: 'Hello, world!' })
  world.decide([complete('done')])

  expect(world.rows()).toEqual([
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
        input: 'world',
        control: 'c',
        decisionTaskCompletedEventId: 4,
      },
    ],
    [6, 'ActivityTaskStarted', { scheduledEventId: 5, identity: 'worker' }],
    [7, 'ActivityTaskCompleted', { result: 'Hello, world!', scheduledEventId: 5, startedEventId: 6 }],
    [8, 'DecisionTaskScheduled', decisionTask],
    [9, 'DecisionTaskStarted', { scheduledEventId: 8 }],
    [10, 'DecisionTaskCompleted', { scheduledEventId: 8, startedEventId: 9 }],
    [11, 'WorkflowExecutionCompleted', { result: 'done', decisionTaskCompletedEventId: 10 }],
  ])
})
