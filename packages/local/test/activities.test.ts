import { describe, expect, test } from 'vitest'
import type { Wish } from '../src/machine/machine.ts'
import { cancelActivity, decisionTask, schedule, World } from './local-world.ts'

/** An execution whose activity (event 5) is started (event 6); the token of its task. */
function working(): { world: World; taskToken: string } {
  const world = new World().started()
  world.decide([schedule('1')])
  return { world, taskToken: world.activityTask().taskToken }
}

describe('an activity', () => {
  test.each([
    ['Completed', { result: 'r' }, { result: 'r' }],
    ['Completed', {}, {}],
    ['Failed', { reason: 'r', details: 'd' }, { reason: 'r', details: 'd' }],
    ['Failed', {}, {}],
    ['Canceled', { details: 'd' }, { details: 'd', latestCancelRequestedEventId: 0 }],
  ])('that is %s with %j has its event and a decision task', (outcome, input, attributes) => {
    const { world, taskToken } = working()
    expect(world.send(`RespondActivityTask${outcome}`, { taskToken, ...input })).toBe(undefined)
    expect(world.rows(7)).toEqual([
      [7, `ActivityTask${outcome}`, { ...attributes, scheduledEventId: 5, startedEventId: 6 }],
      [8, 'DecisionTaskScheduled', decisionTask],
    ])
    for (const action of ['Completed', 'Failed', 'Canceled']) {
      expect(world.fault(`RespondActivityTask${action}`, { taskToken })).toBe(
        'UnknownResourceFault: Unknown activity, scheduledEventId = 5',
      )
    }
  })

  test('hears of a cancel request by its heartbeat, and may cancel', () => {
    const { world, taskToken } = working()
    expect(world.call('RecordActivityTaskHeartbeat', { taskToken })).toEqual({ cancelRequested: false })
    world.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    world.decide([cancelActivity('1')])
    expect(world.call('RecordActivityTaskHeartbeat', { taskToken })).toEqual({ cancelRequested: true })
    world.call('RespondActivityTaskCanceled', { taskToken })
    expect(world.rows(11)).toEqual([
      [11, 'ActivityTaskCancelRequested', { activityId: '1', decisionTaskCompletedEventId: 10 }],
      [
        12,
        'ActivityTaskCanceled',
        { scheduledEventId: 5, startedEventId: 6, latestCancelRequestedEventId: 11 },
      ],
      [13, 'DecisionTaskScheduled', decisionTask],
    ])
  })

  test('a heartbeat is a transaction without events', () => {
    const { world, taskToken } = working()
    world.call('RecordActivityTaskHeartbeat', { taskToken, details: '50%' })
    expect(world.log.at(-1)).toEqual({
      seq: world.log.length,
      at: world.now,
      kind: 'heartbeat',
      key: `us-east-1/d/w/${world.runId}`,
      data: { scheduledEventId: 5, details: '50%' },
    })
  })

  test('tokens: garbage, and those of decision tasks, are invalid', () => {
    const { world } = working()
    world.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    for (const taskToken of ['x', world.decisionTask().taskToken]) {
      expect(world.fault('RespondActivityTaskCompleted', { taskToken })).toBe(
        'ValidationException: Invalid token',
      )
    }
  })

  test('a token holds over a restart', () => {
    const { world, taskToken } = working()
    const again = world.rebuilt()
    again.runId = world.runId
    again.call('RespondActivityTaskCompleted', { taskToken })
    expect(again.rows(7).map(([, type]) => type)).toEqual(['ActivityTaskCompleted', 'DecisionTaskScheduled'])
  })

  test('a token of an execution that nobody knows names it', () => {
    const { taskToken, world } = working()
    expect(new World().fault('RespondActivityTaskCompleted', { taskToken })).toBe(
      `UnknownResourceFault: Unknown execution: WorkflowExecution=[workflowId=w, runId=${world.runId}]`,
    )
  })
})

describe('a task list', () => {
  const polled = (world: World) => {
    const ids: string[] = []
    for (let task = world.activityTask(); task.activityId !== undefined; task = world.activityTask()) {
      ids.push(task.activityId)
    }
    return ids
  }

  test('hands out by priority, then by age', () => {
    const world = new World().started()
    world.decide([
      schedule('a'),
      schedule('b', { taskPriority: '-1' }),
      schedule('c', { taskPriority: '2' }),
      schedule('d'),
      schedule('e', { taskPriority: '2147483647' }),
      schedule('f', { taskPriority: '2' }),
    ])
    expect(polled(world)).toEqual(['e', 'c', 'f', 'a', 'd', 'b'])
  })

  test('of decisions goes by the priority of the execution', () => {
    const world = new World().started()
    world.start({ workflowId: 'urgent', taskPriority: '1' })
    expect(world.decisionTask().workflowExecution.workflowId).toBe('urgent')
    expect(world.decisionTask().workflowExecution.workflowId).toBe('w')
  })

  test('belongs to its domain and its kind', () => {
    const world = new World().started()
    world.call('RegisterDomain', { name: 'other', workflowExecutionRetentionPeriodInDays: '1' })
    world.decide([schedule('1', { taskList: { name: 'flows' } })])
    expect(world.activityTask({ domain: 'other', list: 'flows' })).toEqual({ startedEventId: 0 })
    expect(world.activityTask({ list: 'acts' })).toEqual({ startedEventId: 0 })
    expect(world.decisionTask()).toEqual({ startedEventId: 0, previousStartedEventId: 0 })
    expect(world.activityTask({ list: 'flows' }).activityId).toBe('1')
  })

  test('that is empty tells where a poll waits, and a list that got a task is ready', () => {
    const world = new World().registered()
    const poll = { domain: 'd', taskList: { name: 'flows' } }
    const key = { kind: 'decision', region: 'us-east-1', domain: 'd', taskList: 'flows' }
    expect(world.ask('PollForDecisionTask', poll)).toEqual({
      wait: key,
      empty: { startedEventId: 0, previousStartedEventId: 0 },
    })
    expect(world.machine.ready()).toEqual([])
    world.start()
    expect(world.machine.ready()).toEqual([key])
    expect(world.machine.ready()).toEqual([])
    world.decide([schedule('1')])
    expect(world.machine.ready()).toEqual([
      { kind: 'activity', region: 'us-east-1', domain: 'd', taskList: 'acts' },
    ])
    world.call('RespondActivityTaskCompleted', { taskToken: world.activityTask().taskToken })
    world.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w' })
    // What is gone again isn't ready.
    expect(world.machine.ready()).toEqual([])
  })
})

describe('a poll that wishes for a task', () => {
  const wished = (world: World, kind: 'Activity' | 'Decision', list: string, wish: Wish, domain = 'd') => {
    const input = { domain, taskList: { name: list } }
    const outcome = world.machine.handle(`PollFor${kind}Task`, input, world.now, { wish })
    if ('wait' in outcome) return 'wait'
    world.commit(outcome.record!)
    const { activityId, workflowExecution } = outcome.response as {
      activityId?: string
      workflowExecution: { workflowId: string }
    }
    return activityId ?? workflowExecution.workflowId
  }

  test('is given it whatever its priority and age; the others stay in line', () => {
    const world = new World().started()
    const { runId } = world
    world.decide([schedule('a', { taskPriority: '1' }), schedule('b'), schedule('c')])
    expect(wished(world, 'Activity', 'acts', { runId, activityId: 'c' })).toBe('c')
    expect(world.rows(8)).toEqual([[8, 'ActivityTaskStarted', { scheduledEventId: 7 }]])
    expect([world.activityTask().activityId, world.activityTask().activityId]).toEqual(['a', 'b'])
  })

  test('of decisions is given that of the execution', () => {
    const world = new World().started()
    const runId = world.start({ workflowId: 'later' })
    expect(wished(world, 'Decision', 'flows', { runId })).toBe('later')
    expect(wished(world, 'Decision', 'flows', { runId })).toBe('wait')
    expect(world.decisionTask().workflowExecution.workflowId).toBe('w')
  })

  test('waits where the task is not on the polled list, though others are', () => {
    const world = new World().started()
    const { runId } = world
    world.call('RegisterDomain', { name: 'other', workflowExecutionRetentionPeriodInDays: '1' })
    world.decide([schedule('a'), schedule('b'), schedule('elsewhere', { taskList: { name: 'far' } })])
    const poll = (wish: Wish, domain?: string) => wished(world, 'Activity', 'acts', wish, domain)
    expect(poll({ runId, activityId: 'a' })).toBe('a')
    expect(poll({ runId, activityId: 'a' }), 'started').toBe('wait')
    expect(poll({ runId, activityId: 'elsewhere' }), 'another list').toBe('wait')
    expect(poll({ runId, activityId: 'b' }, 'other'), 'another domain').toBe('wait')
    expect(poll({ runId, activityId: 'z' }), 'no such activity').toBe('wait')
    expect(poll({ runId }), 'no activity').toBe('wait')
    expect(poll({ runId: 'z', activityId: 'b' }), 'no such execution').toBe('wait')
    world.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w' })
    expect(poll({ runId, activityId: 'b' }), 'closed').toBe('wait')
  })

  test('tells where it waits, like any other', () => {
    const world = new World().started()
    const input = { domain: 'd', taskList: { name: 'acts' } }
    expect(
      world.machine.handle('PollForActivityTask', input, world.now, { wish: { runId: world.runId } }),
    ).toEqual({
      wait: { kind: 'activity', region: 'us-east-1', domain: 'd', taskList: 'acts' },
      empty: { startedEventId: 0 },
    })
  })
})
