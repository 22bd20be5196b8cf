import { describe, expect, test } from 'vitest'
import { shapes } from '../src/model/generated/shapes.ts'
import type { DecisionType } from '../src/model/generated/types.ts'
import type { ScalarShape } from '../src/model/shape.ts'
import {
  act,
  cancel,
  cancelActivity,
  cancelTimer,
  complete,
  decisionTask,
  fail,
  marker,
  schedule,
  timer,
  TestService,
} from './test-service.ts'
import type { Row } from './test-service.ts'

/** A service with an execution whose first decision task was completed with this batch, whose events begin with 5. */
function decided(...decisions: Parameters<TestService['decide']>[0] & {}): Row[] {
  const service = new TestService().started()
  service.decide(decisions)
  return service.rows(5)
}

const by = { decisionTaskCompletedEventId: 4 }

const decisionTypes = (shapes['DecisionType'] as ScalarShape).enum! as readonly DecisionType[]

describe('ScheduleActivityTask', () => {
  const bare = { name: 'bare', version: '1' }
  const own = {
    activityType: bare,
    taskList: { name: 'l' },
    scheduleToStartTimeout: '1',
    scheduleToCloseTimeout: '2',
    startToCloseTimeout: '3',
    heartbeatTimeout: 'NONE',
  }
  const without = (member: keyof typeof own) => ({ ...own, [member]: undefined })

  test('prefers the values of the decision to the defaults of the type', () => {
    expect(
      decided(schedule('1', { ...own, activityType: act, taskPriority: '9', input: 'i', control: '' })),
    ).toEqual([
      [
        5,
        'ActivityTaskScheduled',
        { ...own, ...by, activityType: act, activityId: '1', taskPriority: '9', input: 'i', control: '' },
      ],
    ])
  })

  test('uses the defaults of the type, also for an empty duration', () => {
    const defaults = {
      taskList: { name: 'acts' },
      scheduleToStartTimeout: 'NONE',
      scheduleToCloseTimeout: 'NONE',
      startToCloseTimeout: 'NONE',
      heartbeatTimeout: 'NONE',
    }
    expect(decided(schedule('1', { heartbeatTimeout: '' }))).toEqual([
      [5, 'ActivityTaskScheduled', { ...defaults, ...by, activityType: act, activityId: '1' }],
    ])
  })

  test.each([
    ['ACTIVITY_TYPE_DOES_NOT_EXIST', { activityType: { name: 'act', version: '2' } }],
    ['ACTIVITY_TYPE_DEPRECATED', { activityType: { name: 'old', version: '1' } }],
    ['DEFAULT_TASK_LIST_UNDEFINED', { activityType: bare }],
    ['DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED', without('scheduleToStartTimeout')],
    ['DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED', without('scheduleToCloseTimeout')],
    ['DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED', without('startToCloseTimeout')],
    ['DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED', without('heartbeatTimeout')],
  ])('fails with %s, and a decision task follows', (cause, attributes) => {
    const service = new TestService().started()
    service.call('RegisterActivityType', { domain: 'd', ...bare })
    service.call('RegisterActivityType', { domain: 'd', name: 'old', version: '1' })
    service.call('DeprecateActivityType', { domain: 'd', activityType: { name: 'old', version: '1' } })
    service.decide([schedule('1', attributes)])
    const { activityType = act } = attributes
    expect(service.rows(5)).toEqual([
      [5, 'ScheduleActivityTaskFailed', { activityType, activityId: '1', cause, ...by }],
      [6, 'DecisionTaskScheduled', decisionTask],
    ])
  })

  test('rejects an id while its activity is open, also within a batch', () => {
    const service = new TestService().started()
    service.decide([schedule('1'), schedule('1')])
    expect(service.rows(6)).toEqual([
      [
        6,
        'ScheduleActivityTaskFailed',
        { activityType: act, activityId: '1', cause: 'ACTIVITY_ID_ALREADY_IN_USE', ...by },
      ],
      [7, 'DecisionTaskScheduled', decisionTask],
    ])
    service.call('RespondActivityTaskCompleted', { taskToken: service.activityTask().taskToken })
    service.decide([schedule('1')])
    expect(service.rows(12).map(([id, type]) => [id, type])).toEqual([[12, 'ActivityTaskScheduled']])
  })
})

describe('RequestCancelActivityTask', () => {
  test('fails for an id that is not open', () => {
    expect(decided(cancelActivity('1'))).toEqual([
      [5, 'RequestCancelActivityTaskFailed', { activityId: '1', cause: 'ACTIVITY_ID_UNKNOWN', ...by }],
      [6, 'DecisionTaskScheduled', decisionTask],
    ])
  })

  test('cancels an activity that the same batch schedules', () => {
    expect(decided(schedule('1'), cancelActivity('1')).slice(1)).toEqual([
      [6, 'ActivityTaskCancelRequested', { activityId: '1', ...by }],
      [
        7,
        'ActivityTaskCanceled',
        { scheduledEventId: 5, startedEventId: 0, latestCancelRequestedEventId: 6 },
      ],
      [8, 'DecisionTaskScheduled', decisionTask],
    ])
  })
})

describe('timers', () => {
  test('a timer is started and canceled without a decision task', () => {
    expect(decided(timer('t', 5, 'c'), cancelTimer('t'), timer('t', 0))).toEqual([
      [5, 'TimerStarted', { timerId: 't', startToFireTimeout: '5', control: 'c', ...by }],
      [6, 'TimerCanceled', { timerId: 't', startedEventId: 5, ...by }],
      [7, 'TimerStarted', { timerId: 't', startToFireTimeout: '0', ...by }],
    ])
  })

  test('an id in use and an unknown id fail, and one decision task follows', () => {
    expect(decided(timer('t', 5), timer('t', 6), cancelTimer('u'))).toEqual([
      [5, 'TimerStarted', { timerId: 't', startToFireTimeout: '5', ...by }],
      [6, 'StartTimerFailed', { timerId: 't', cause: 'TIMER_ID_ALREADY_IN_USE', ...by }],
      [7, 'CancelTimerFailed', { timerId: 'u', cause: 'TIMER_ID_UNKNOWN', ...by }],
      [8, 'DecisionTaskScheduled', decisionTask],
    ])
  })

  test('a canceled timer never fires', () => {
    const service = new TestService().started()
    service.decide([timer('t', 5), cancelTimer('t')])
    service.pass(900_000)
    expect(service.rows(7)).toEqual([])
  })
})

test('RecordMarker accepts repeated names', () => {
  expect(decided(marker('m', 'd'), marker('m'))).toEqual([
    [5, 'MarkerRecorded', { markerName: 'm', details: 'd', ...by }],
    [6, 'MarkerRecorded', { markerName: 'm', ...by }],
  ])
})

describe('closing', () => {
  test.each([
    [complete('r'), 'WorkflowExecutionCompleted', { result: 'r' }, 'COMPLETED'],
    [fail('r', 'd'), 'WorkflowExecutionFailed', { reason: 'r', details: 'd' }, 'FAILED'],
    [cancel('d'), 'WorkflowExecutionCanceled', { details: 'd' }, 'CANCELED'],
    [{ decisionType: 'CompleteWorkflowExecution' as const }, 'WorkflowExecutionCompleted', {}, 'COMPLETED'],
    [{ decisionType: 'FailWorkflowExecution' as const }, 'WorkflowExecutionFailed', {}, 'FAILED'],
    [
      {
        decisionType: 'CancelWorkflowExecution' as const,
        cancelWorkflowExecutionsDecisionAttributes: { details: 'd' },
      },
      'WorkflowExecutionCanceled',
      {},
      'CANCELED',
    ],
  ])('%j', (decision, type, attributes, closeStatus) => {
    const service = new TestService().started()
    service.decide([decision])
    expect(service.rows(5)).toEqual([[5, type, { ...attributes, ...by }]])
    expect(service.describe().executionInfo.closeStatus).toBe(closeStatus)
  })

  test.each([
    [complete(), 'CompleteWorkflowExecutionFailed'],
    [fail(), 'FailWorkflowExecutionFailed'],
    [cancel(), 'CancelWorkflowExecutionFailed'],
  ])(
    '%j is refused while a decision task is queued, but the decisions before it are done',
    (decision, type) => {
      const service = new TestService().started()
      const { taskToken } = service.decisionTask()
      service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
      service.call('RespondDecisionTaskCompleted', { taskToken, decisions: [marker('m'), decision] })
      expect(service.rows(6)).toEqual([
        [6, 'DecisionTaskCompleted', { scheduledEventId: 2, startedEventId: 3 }],
        [7, 'MarkerRecorded', { markerName: 'm', decisionTaskCompletedEventId: 6 }],
        [8, type, { cause: 'UNHANDLED_DECISION', decisionTaskCompletedEventId: 6 }],
      ])
      expect(service.describe().executionInfo.executionStatus).toBe('OPEN')
      expect(service.decisionTask().startedEventId).toBe(9)
    },
  )

  test('is possible with open activities and timers, which get no events and whose tokens become invalid', () => {
    const service = new TestService().started()
    service.decide([schedule('1'), timer('t', 5)])
    const { taskToken } = service.activityTask()
    service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    service.decide([complete()])
    service.pass(10_000)
    expect(service.rows(12)).toEqual([
      [12, 'WorkflowExecutionCompleted', { decisionTaskCompletedEventId: 11 }],
    ])
    for (const action of ['RespondActivityTaskCompleted', 'RecordActivityTaskHeartbeat']) {
      expect(service.errorOf(action, { taskToken })).toBe(
        `UnknownResourceFault: Unknown execution: WorkflowExecution=[workflowId=w, runId=${service.runId}]`,
      )
    }
  })

  test('is possible after a failed decision in the batch', () => {
    expect(decided(cancelTimer('t'), complete())).toEqual([
      [5, 'CancelTimerFailed', { timerId: 't', cause: 'TIMER_ID_UNKNOWN', ...by }],
      [6, 'WorkflowExecutionCompleted', by],
    ])
  })
})

describe('a batch', () => {
  test('without decisions creates no decision task', () => {
    expect(decided()).toEqual([])
    const service = new TestService().started()
    service.call('RespondDecisionTaskCompleted', { taskToken: service.decisionTask().taskToken })
    expect(service.rows(5)).toEqual([])
  })

  test.each([
    [[complete(), marker('m')], 'Close must be last decision in list'],
    [[complete(), complete()], 'Close must be last decision in list'],
    [[schedule('1'), fail()], 'Specified decision is incompatible with close decision'],
    [[timer('t', 1), cancel()], 'Specified decision is incompatible with close decision'],
    [
      [
        marker('m'),
        { decisionType: 'StartTimer' as const, recordMarkerDecisionAttributes: { markerName: 'm' } },
      ],
      'StartTimerDecisionAttributes must be specified for decision of type StartTimer',
    ],
  ])('that is invalid is refused as a whole, and the token stays valid %#', (decisions, message) => {
    const service = new TestService().started()
    const { taskToken } = service.decisionTask()
    expect(service.errorOf('RespondDecisionTaskCompleted', { taskToken, decisions })).toBe(
      `ValidationException: ${message}`,
    )
    service.call('RespondDecisionTaskCompleted', { taskToken, decisions: [complete()] })
    expect(service.rows(4).map(([, type]) => type)).toEqual([
      'DecisionTaskCompleted',
      'WorkflowExecutionCompleted',
    ])
  })

  test('needs the attributes of each decision, except those of a close', () => {
    const answers = decisionTypes.map(decisionType => {
      const service = new TestService().started()
      const { taskToken } = service.decisionTask()
      return [
        decisionType,
        service.errorOf('RespondDecisionTaskCompleted', { taskToken, decisions: [{ decisionType }] }),
      ]
    })
    const closes = ['Complete', 'Fail', 'Cancel', 'ContinueAsNew'].map(verb => `${verb}WorkflowExecution`)
    expect(answers).toEqual(
      decisionTypes.map(type => [
        type,
        closes.includes(type)
          ? 'no error'
          : `ValidationException: ${type}DecisionAttributes must be specified for decision of type ${type}`,
      ]),
    )
    expect(answers.length).toBe(13)
  })

  test.each([[marker('m')], [cancelTimer('t')], [cancelActivity('1')]])('can close after %j', decision => {
    expect(decided(decision, complete()).map(([, type]) => type)[1]).toBe('WorkflowExecutionCompleted')
  })

  test('can only be completed once', () => {
    const service = new TestService().started()
    const { taskToken } = service.decisionTask()
    const unknown = 'UnknownResourceFault: Unknown decision task, scheduledEventId = 2'
    service.call('RespondDecisionTaskCompleted', { taskToken })
    expect(service.errorOf('RespondDecisionTaskCompleted', { taskToken })).toBe(unknown)
    service.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w' })
    expect(service.errorOf('RespondDecisionTaskCompleted', { taskToken })).toBe(
      `UnknownResourceFault: Unknown execution: WorkflowExecution=[workflowId=w, runId=${service.runId}]`,
    )
    expect(service.errorOf('RespondDecisionTaskCompleted', { taskToken: 'garbage' })).toBe(
      'ValidationException: Invalid token',
    )
  })
})
