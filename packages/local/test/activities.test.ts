import { describe, expect, test } from 'vitest'
import type { Selector } from '../src/machine/machine.ts'
import { cancelActivity, decisionTask, schedule, TestService } from './test-service.ts'

/** Starts an execution with a started activity (events 5 and 6), and returns the token of its task. */
function working(): { service: TestService; taskToken: string } {
  const service = new TestService().started()
  service.decide([schedule('1')])
  return { service, taskToken: service.activityTask().taskToken }
}

describe('an activity', () => {
  test.each([
    ['Completed', { result: 'r' }, { result: 'r' }],
    ['Completed', {}, {}],
    ['Failed', { reason: 'r', details: 'd' }, { reason: 'r', details: 'd' }],
    ['Failed', {}, {}],
    ['Canceled', { details: 'd' }, { details: 'd', latestCancelRequestedEventId: 0 }],
  ])('that is %s with %j has its event and a decision task', (outcome, input, attributes) => {
    const { service, taskToken } = working()
    expect(service.send(`RespondActivityTask${outcome}`, { taskToken, ...input })).toBe(undefined)
    expect(service.rows(7)).toEqual([
      [7, `ActivityTask${outcome}`, { ...attributes, scheduledEventId: 5, startedEventId: 6 }],
      [8, 'DecisionTaskScheduled', decisionTask],
    ])
    for (const action of ['Completed', 'Failed', 'Canceled']) {
      expect(service.errorOf(`RespondActivityTask${action}`, { taskToken })).toBe(
        'UnknownResourceFault: Unknown activity, scheduledEventId = 5',
      )
    }
  })

  test('learns about a cancel request from its heartbeat, and can be canceled', () => {
    const { service, taskToken } = working()
    expect(service.call('RecordActivityTaskHeartbeat', { taskToken })).toEqual({ cancelRequested: false })
    service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    service.decide([cancelActivity('1')])
    expect(service.call('RecordActivityTaskHeartbeat', { taskToken })).toEqual({ cancelRequested: true })
    service.call('RespondActivityTaskCanceled', { taskToken })
    expect(service.rows(11)).toEqual([
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
    const { service, taskToken } = working()
    service.call('RecordActivityTaskHeartbeat', { taskToken, details: '50%' })
    expect(service.log.at(-1)).toEqual({
      seq: service.log.length,
      at: service.now,
      kind: 'heartbeat',
      key: `us-east-1/d/w/${service.runId}`,
      data: { scheduledEventId: 5, details: '50%' },
    })
  })

  test('rejects invalid tokens and tokens of decision tasks', () => {
    const { service } = working()
    service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    for (const taskToken of ['x', service.decisionTask().taskToken]) {
      expect(service.errorOf('RespondActivityTaskCompleted', { taskToken })).toBe(
        'ValidationException: Invalid token',
      )
    }
  })

  test('a token stays valid after a restart', () => {
    const { service, taskToken } = working()
    const again = service.rebuilt()
    again.runId = service.runId
    again.call('RespondActivityTaskCompleted', { taskToken })
    expect(again.rows(7).map(([, type]) => type)).toEqual(['ActivityTaskCompleted', 'DecisionTaskScheduled'])
  })

  test('the error for an unknown execution names the execution in the token', () => {
    const { taskToken, service } = working()
    expect(new TestService().errorOf('RespondActivityTaskCompleted', { taskToken })).toBe(
      `UnknownResourceFault: Unknown execution: WorkflowExecution=[workflowId=w, runId=${service.runId}]`,
    )
  })
})

describe('a task list', () => {
  const polled = (service: TestService) => {
    const ids: string[] = []
    for (let task = service.activityTask(); task.activityId !== undefined; task = service.activityTask()) {
      ids.push(task.activityId)
    }
    return ids
  }

  test('returns tasks by priority, then by age', () => {
    const service = new TestService().started()
    service.decide([
      schedule('a'),
      schedule('b', { taskPriority: '-1' }),
      schedule('c', { taskPriority: '2' }),
      schedule('d'),
      schedule('e', { taskPriority: '2147483647' }),
      schedule('f', { taskPriority: '2' }),
    ])
    expect(polled(service)).toEqual(['e', 'c', 'f', 'a', 'd', 'b'])
  })

  test('uses the priority of the execution for decision tasks', () => {
    const service = new TestService().started()
    service.start({ workflowId: 'urgent', taskPriority: '1' })
    expect(service.decisionTask().workflowExecution.workflowId).toBe('urgent')
    expect(service.decisionTask().workflowExecution.workflowId).toBe('w')
  })

  test('belongs to its domain and its kind', () => {
    const service = new TestService().started()
    service.call('RegisterDomain', { name: 'other', workflowExecutionRetentionPeriodInDays: '1' })
    service.decide([schedule('1', { taskList: { name: 'flows' } })])
    expect(service.activityTask({ domain: 'other', list: 'flows' })).toEqual({ startedEventId: 0 })
    expect(service.activityTask({ list: 'acts' })).toEqual({ startedEventId: 0 })
    expect(service.decisionTask()).toEqual({ startedEventId: 0, previousStartedEventId: 0 })
    expect(service.activityTask({ list: 'flows' }).activityId).toBe('1')
  })

  test('that is empty makes a poll wait, and one that has received a task is ready', () => {
    const service = new TestService().registered()
    const poll = { domain: 'd', taskList: { name: 'flows' } }
    const key = { kind: 'decision', region: 'us-east-1', domain: 'd', taskList: 'flows' }
    expect(service.ask('PollForDecisionTask', poll)).toEqual({
      wait: key,
      empty: { startedEventId: 0, previousStartedEventId: 0 },
    })
    expect(service.machine.ready()).toEqual([])
    service.start()
    expect(service.machine.ready()).toEqual([key])
    expect(service.machine.ready()).toEqual([])
    service.decide([schedule('1')])
    expect(service.machine.ready()).toEqual([
      { kind: 'activity', region: 'us-east-1', domain: 'd', taskList: 'acts' },
    ])
    service.call('RespondActivityTaskCompleted', { taskToken: service.activityTask().taskToken })
    service.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w' })
    // a list whose tasks are gone isn't ready
    expect(service.machine.ready()).toEqual([])
  })
})

describe('a poll with a selector', () => {
  const polledBy = (
    service: TestService,
    kind: 'Activity' | 'Decision',
    list: string,
    selector: Selector,
    domain = 'd',
  ) => {
    const input = { domain, taskList: { name: list } }
    const outcome = service.machine.handle(`PollFor${kind}Task`, input, service.now, { selector })
    if ('wait' in outcome) return 'wait'
    service.commit(outcome.record!)
    const { activityId, workflowExecution } = outcome.response as {
      activityId?: string
      workflowExecution: { workflowId: string }
    }
    return activityId ?? workflowExecution.workflowId
  }

  test('gets the selected task regardless of priority and age, and the others keep their order', () => {
    const service = new TestService().started()
    const { runId } = service
    service.decide([schedule('a', { taskPriority: '1' }), schedule('b'), schedule('c')])
    expect(polledBy(service, 'Activity', 'acts', { runId, activityId: 'c' })).toBe('c')
    expect(service.rows(8)).toEqual([[8, 'ActivityTaskStarted', { scheduledEventId: 7 }]])
    expect([service.activityTask().activityId, service.activityTask().activityId]).toEqual(['a', 'b'])
  })

  test('gets the decision task of the selected execution', () => {
    const service = new TestService().started()
    const runId = service.start({ workflowId: 'later' })
    expect(polledBy(service, 'Decision', 'flows', { runId })).toBe('later')
    expect(polledBy(service, 'Decision', 'flows', { runId })).toBe('wait')
    expect(service.decisionTask().workflowExecution.workflowId).toBe('w')
  })

  test('waits if the selected task is not on the polled list, even if others are', () => {
    const service = new TestService().started()
    const { runId } = service
    service.call('RegisterDomain', { name: 'other', workflowExecutionRetentionPeriodInDays: '1' })
    service.decide([schedule('a'), schedule('b'), schedule('elsewhere', { taskList: { name: 'far' } })])
    const poll = (selector: Selector, domain?: string) =>
      polledBy(service, 'Activity', 'acts', selector, domain)
    expect(poll({ runId, activityId: 'a' })).toBe('a')
    expect(poll({ runId, activityId: 'a' }), 'started').toBe('wait')
    expect(poll({ runId, activityId: 'elsewhere' }), 'another list').toBe('wait')
    expect(poll({ runId, activityId: 'b' }, 'other'), 'another domain').toBe('wait')
    expect(poll({ runId, activityId: 'z' }), 'no such activity').toBe('wait')
    expect(poll({ runId }), 'no activity').toBe('wait')
    expect(poll({ runId: 'z', activityId: 'b' }), 'no such execution').toBe('wait')
    service.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w' })
    expect(poll({ runId, activityId: 'b' }), 'closed').toBe('wait')
  })

  test('waits like any other poll', () => {
    const service = new TestService().started()
    const input = { domain: 'd', taskList: { name: 'acts' } }
    expect(
      service.machine.handle('PollForActivityTask', input, service.now, {
        selector: { runId: service.runId },
      }),
    ).toEqual({
      wait: { kind: 'activity', region: 'us-east-1', domain: 'd', taskList: 'acts' },
      empty: { startedEventId: 0 },
    })
  })
})
