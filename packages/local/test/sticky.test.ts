import { describe, expect, test } from 'vitest'
import { decisionTask, World } from './local-world.ts'

const home = decisionTask
const sticky = { taskList: { name: 'host' }, startToCloseTimeout: '10', scheduleToStartTimeout: '5' }
const permanent = { ...home, taskList: { name: 'host' } }
const none = { startedEventId: 0, previousStartedEventId: 0 }
const signal = (world: World) =>
  world.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })

/** An execution that was answered once, with an override; events 1 to 4. */
function overridden(more: { taskList?: { name: string }; taskListScheduleToStartTimeout?: string }): World {
  const world = new World().started()
  world.decide([], more)
  return world
}

const bounded = { taskList: { name: 'host' }, taskListScheduleToStartTimeout: '5' }

describe('a task list override', () => {
  test('is echoed by the completion and sends later decision tasks to its list', () => {
    const world = overridden(bounded)
    signal(world)
    expect(world.rows(4)).toEqual([
      [4, 'DecisionTaskCompleted', { scheduledEventId: 2, startedEventId: 3, ...bounded }],
      [5, 'WorkflowExecutionSignaled', { signalName: 's', externalInitiatedEventId: 0 }],
      [6, 'DecisionTaskScheduled', sticky],
    ])
    expect(world.decisionTask()).toEqual(none)
    expect(world.decisionTask({ list: 'host' }).startedEventId).toBe(7)
  })

  test('stays over completions that name no list, until one names another', () => {
    const world = overridden(bounded)
    signal(world)
    world.decide([], {}, { list: 'host' })
    signal(world)
    expect(world.rows(10)).toEqual([[10, 'DecisionTaskScheduled', sticky]])
    world.decide([], { taskList: { name: 'flows' } }, { list: 'host' })
    signal(world)
    expect(world.rows(14)).toEqual([[14, 'DecisionTaskScheduled', home]])
  })

  test('that is not picked up in time is dropped and the task goes to the original list', () => {
    const world = overridden(bounded)
    signal(world)
    world.pass(5000)
    expect(world.rows(7)).toEqual([
      [
        7,
        'DecisionTaskTimedOut',
        { timeoutType: 'SCHEDULE_TO_START', scheduledEventId: 6, startedEventId: 0 },
      ],
      [8, 'DecisionTaskScheduled', home],
    ])
    expect(world.decisionTask({ list: 'host' })).toEqual(none)
    world.decide()
    signal(world)
    expect(world.rows(12)).toEqual([[12, 'DecisionTaskScheduled', home]])
  })

  test('is dropped too when a task of its list was started and not completed in time', () => {
    const world = overridden(bounded)
    signal(world)
    world.decisionTask({ list: 'host' })
    world.pass(10_000)
    expect(world.rows(8)).toEqual([
      [8, 'DecisionTaskTimedOut', { timeoutType: 'START_TO_CLOSE', scheduledEventId: 6, startedEventId: 7 }],
      [9, 'DecisionTaskScheduled', home],
    ])
  })

  test.each([
    [{ taskList: { name: 'host' } }],
    [{ taskList: { name: 'host' }, taskListScheduleToStartTimeout: 'NONE' }],
  ])('without a timeout is permanent: %j', override => {
    const world = overridden(override)
    signal(world)
    world.pass(900_000)
    world.decisionTask({ list: 'host' })
    world.pass(10_000)
    expect(world.rows(6)).toEqual([
      [6, 'DecisionTaskScheduled', permanent],
      [7, 'DecisionTaskStarted', { scheduledEventId: 6 }],
      [8, 'DecisionTaskTimedOut', { timeoutType: 'START_TO_CLOSE', scheduledEventId: 6, startedEventId: 7 }],
      [9, 'DecisionTaskScheduled', permanent],
    ])
  })

  test('a timeout without a list is ignored', () => {
    const world = overridden({ taskListScheduleToStartTimeout: '5' })
    signal(world)
    expect(world.rows(6)).toEqual([[6, 'DecisionTaskScheduled', home]])
  })

  test('leaves a task that was queued before it on the list that its event names', () => {
    const world = new World().started()
    const { taskToken } = world.decisionTask()
    signal(world)
    world.call('RespondDecisionTaskCompleted', { taskToken, ...bounded })
    expect(world.rows(5)[0]).toEqual([5, 'DecisionTaskScheduled', home])
    expect(world.decisionTask({ list: 'host' })).toEqual(none)
    // Timing out there doesn't touch the override, which is of another list.
    world.decisionTask()
    world.pass(10_000)
    expect(world.rows(9)).toEqual([[9, 'DecisionTaskScheduled', sticky]])
  })

  test('the clock of a task queued behind a started one runs from when it can be polled', () => {
    const world = overridden(bounded)
    signal(world)
    const { taskToken } = world.decisionTask({ list: 'host' })
    signal(world)
    world.pass(9000)
    world.call('RespondDecisionTaskCompleted', { taskToken })
    world.pass(4999)
    expect(world.rows(11)).toEqual([])
    world.pass(1)
    expect(world.rows(11)).toEqual([
      [
        11,
        'DecisionTaskTimedOut',
        { timeoutType: 'SCHEDULE_TO_START', scheduledEventId: 9, startedEventId: 0 },
      ],
      [12, 'DecisionTaskScheduled', home],
    ])
  })

  test('of a failed decision is in force for the task that it makes necessary', () => {
    const world = new World().started()
    world.decide([{ decisionType: 'CancelTimer', cancelTimerDecisionAttributes: { timerId: 't' } }], bounded)
    expect(world.rows(6)).toEqual([[6, 'DecisionTaskScheduled', sticky]])
  })

  test('does not show in the configuration', () => {
    expect(overridden(bounded).describe().executionConfiguration.taskList).toEqual({ name: 'flows' })
  })
})
