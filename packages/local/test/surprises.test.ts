import { describe, expect, test } from 'vitest'
import {
  cancelActivity,
  cancelExternal,
  cancelTimer,
  child,
  complete,
  continueAsNew,
  fail,
  flow,
  lambda,
  marker,
  schedule,
  signalExternal,
  timer,
  TestService,
} from './test-service.ts'

/*
 * What surprises in Amazon SWF, and what another imitation (moto) has wrong. Held elsewhere:
 *
 * | Surprise                                                          | Test                                     |
 * | ----------------------------------------------------------------- | ---------------------------------------- |
 * |  1 DecisionTaskScheduled while another is started                 | worked-histories.test.ts                 |
 * |  3 an empty decision list stalls the execution                    | decisions.test.ts, "a batch"             |
 * |  6 closing with open work, which gets no closing events           | decisions.test.ts, "closing"             |
 * |  7 child policy on normal completion too                          | children.test.ts                         |
 * |  8 continue-as-new takes the type's defaults, no tags             | continue-as-new.test.ts                  |
 * | 12 workflow ids are unique across all types                       | starting.test.ts                         |
 * | 16 the cancel of an unstarted activity, one transaction later     | worked-histories.test.ts                 |
 * | 17 all four timeouts and the list of an activity must resolve     | decisions.test.ts, ScheduleActivityTask  |
 * | 18 400 for throttling too                                         | throttle.test.ts                         |
 * | 21 a history of more than one page                                | reading.test.ts                          |
 * | 22 no timeout of queued, unstarted decision tasks                 | timeouts.test.ts                         |
 * | 24 polls end before clients' sockets do                           | sequencer.test.ts ("polls that wait")    |
 * | 25 openCounts and cancelRequested at the close                    | reading.test.ts                          |
 *
 * | Wrong in moto                                                     | Test                                     |
 * | ----------------------------------------------------------------- | ---------------------------------------- |
 * | missing actions and decisions                                     | actions/table.ts and decisions/table.ts, by type |
 * |  1 no long poll                                                   | transports.test.ts                            |
 * |  2 several DecisionTaskScheduled queued                           | log.test.ts (checkHistory)               |
 * |  3 UNHANDLED_DECISION for some closes only                        | decisions.test.ts, continue-as-new.test.ts |
 * |  4 close must be last, and what goes with it (but see here)       | decisions.test.ts, "a batch"             |
 * |  5 StartTimerFailed, CancelTimerFailed                            | decisions.test.ts, "timers"              |
 * |  6 sticky task lists                                              | sticky.test.ts                           |
 * |  7 previousStartedEventId, startAtPreviousStartedEvent, paging    | reading.test.ts                          |
 * |  9 TimerCanceled is spelt so                                      | decisions.test.ts, "timers"              |
 * | 11 resolved timeouts; tags, priority and role in the first event  | decisions.test.ts, starting.test.ts      |
 * | 12 run ids with + / =                                             | starting.test.ts                         |
 * | 13 all timeouts of activities                                     | timeouts.test.ts                         |
 * | 14 NONE                                                           | timeouts.test.ts                         |
 * | 15 timeouts fire by themselves                                    | sequencer.test.ts, swf-local.test.ts     |
 * | 16 a heartbeat reports a cancel request                           | activities.test.ts                       |
 * | 17 an id is free again after the close (but see here)             | decisions.test.ts                        |
 * | 18 filters, order, pages                                          | visibility.test.ts, registration.test.ts |
 * | 19 deprecated domains                                             | visibility.test.ts, registration.test.ts |
 * | 22 lengths, patterns, retention, quotas                           | validate.test.ts, retention.test.ts, limits.test.ts |
 * | 23 CountPending*: started tasks don't count                       | counting.test.ts                         |
 */

const w = { domain: 'd', workflowId: 'w' }
const types = (service: TestService, from = 1) => service.rows(from).map(([, type]) => type)

/** All decisions that are allowed in a batch with a close. */
const compatible = [
  marker('m'),
  cancelTimer('t'),
  cancelActivity('1'),
  child('c'),
  signalExternal('x'),
  cancelExternal('x'),
  lambda('l'),
]

describe('surprise', () => {
  test.each([
    ['ChildWorkflowExecutionStarted', child('c')],
    ['ExternalWorkflowExecutionSignaled', signalExternal('x')],
    ['ExternalWorkflowExecutionCancelRequested', cancelExternal('x')],
  ])('2: %s causes a decision task', (type, decision) => {
    const service = new TestService().registered()
    service.start({ workflowId: 'x', taskList: { name: 'other' } })
    service.start()
    service.decide([decision])
    expect(types(service, 6)).toEqual([type, 'DecisionTaskScheduled'])
  })

  test('4: decisions before a refused close are done, and the id of an activity prevents scheduling it twice', () => {
    const service = new TestService().started()
    const { taskToken } = service.decisionTask()
    service.call('SignalWorkflowExecution', { ...w, signalName: 's' })
    const decisions = [child('c'), marker('m'), complete()]
    service.call('RespondDecisionTaskCompleted', { taskToken, decisions })
    expect(types(service, 7)).toEqual([
      'StartChildWorkflowExecutionInitiated',
      'MarkerRecorded',
      'CompleteWorkflowExecutionFailed',
      'ChildWorkflowExecutionStarted',
    ])
    service.decide([child('c'), schedule('1'), schedule('1')])
    expect(types(service, 13)).toEqual([
      'StartChildWorkflowExecutionInitiated',
      'ActivityTaskScheduled',
      'ScheduleActivityTaskFailed',
      'DecisionTaskScheduled',
      'StartChildWorkflowExecutionFailed',
    ])
  })

  test.each([complete(), fail(), continueAsNew()])(
    '5: a batch may have seven kinds of decisions before %j',
    close => {
      const service = new TestService().started()
      const { taskToken } = service.decisionTask()
      const decisions = [...compatible, close]
      service.call('RespondDecisionTaskCompleted', { taskToken, decisions })
      expect(service.describe().executionInfo.executionStatus).toBe('CLOSED')
      expect(types(service, 5).length).toBe(compatible.length + 1)
    },
  )

  test.each([schedule('1'), timer('t', 1)])('5: but not %j', decision => {
    const service = new TestService().started()
    const { taskToken } = service.decisionTask()
    const decisions = [decision, continueAsNew()]
    expect(service.errorOf('RespondDecisionTaskCompleted', { taskToken, decisions })).toBe(
      'ValidationException: Specified decision is incompatible with close decision',
    )
    expect(types(service).length).toBe(3)
  })

  test('9: ids of activities, timers and functions can be reused after these have closed', () => {
    const service = new TestService().started({ lambdaRole: 'r' })
    const decisions = [schedule('1'), timer('1', 0), lambda('1')]
    service.decide(decisions)
    service.call('RespondActivityTaskCompleted', { taskToken: service.activityTask().taskToken })
    service.pass(0)
    service.invoke(() => ({}))
    const before = types(service).length
    service.decide(decisions)
    expect(types(service, before + 3)).toEqual([
      'ActivityTaskScheduled',
      'TimerStarted',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
    ])
  })

  test('10, 11: missing event ids are 0, and late failures refer to the batch that requested them', () => {
    const service = new TestService().started()
    const missing = { workflowType: { name: 'none', version: '1' } }
    service.decide([child('c', missing), child('w'), signalExternal('x'), cancelExternal('x')])
    const failed = service.rows().flatMap(([id, type, attributes]) => {
      if (!type.endsWith('Failed')) return []
      const { initiatedEventId, decisionTaskCompletedEventId } = attributes
      return [[id, type, initiatedEventId, decisionTaskCompletedEventId]]
    })
    expect(failed).toEqual([
      [5, 'StartChildWorkflowExecutionFailed', 0, 4],
      [10, 'StartChildWorkflowExecutionFailed', 6, 4],
      [11, 'SignalExternalWorkflowExecutionFailed', 7, 4],
      [12, 'RequestCancelExternalWorkflowExecutionFailed', 8, 4],
    ])
    expect(types(service, 9)[0]).toBe('DecisionTaskScheduled')

    service.call('SignalWorkflowExecution', { ...w, signalName: 's' })
    service.call('RequestCancelWorkflowExecution', w)
    service.decide([schedule('1', { scheduleToStartTimeout: '0' }), schedule('2'), cancelActivity('2')])
    service.pass(0)
    const zeros = service.rows().flatMap(([, type, attributes]) => {
      const unset = Object.keys(attributes).filter(key => attributes[key] === 0)
      return unset.length > 0 ? [`${type}: ${unset.join()}`] : []
    })
    expect(zeros).toEqual([
      'WorkflowExecutionStarted: parentInitiatedEventId',
      'StartChildWorkflowExecutionFailed: initiatedEventId',
      'WorkflowExecutionSignaled: externalInitiatedEventId',
      'WorkflowExecutionCancelRequested: externalInitiatedEventId',
      'ActivityTaskCanceled: startedEventId',
      'ActivityTaskTimedOut: startedEventId',
    ])
  })

  test("13: DescribeWorkflowExecution needs the run id, but signal, cancel and terminate don't", () => {
    const service = new TestService().started()
    expect(
      service.errorOf('DescribeWorkflowExecution', { domain: 'd', execution: { workflowId: 'w' } }),
    ).toContain("Value null at 'execution.runId'")
    for (const action of ['Signal', 'RequestCancel', 'Terminate']) {
      expect(service.errorOf(`${action}WorkflowExecution`, { ...w, signalName: 's' })).toBe('no error')
    }
  })

  test('14: an activity is given to one poll only', () => {
    const service = new TestService().started()
    service.decide([schedule('1')])
    expect(service.activityTask().activityId).toBe('1')
    service.pass(900_000)
    expect(service.activityTask()).toEqual({ startedEventId: 0 })
    expect(types(service, 5)).toEqual(['ActivityTaskScheduled', 'ActivityTaskStarted'])
  })

  test('15: heartbeats add no event, and a timeout has the last details', () => {
    const service = new TestService().started()
    service.decide([schedule('1', { heartbeatTimeout: '5' })])
    const { taskToken } = service.activityTask()
    for (const details of ['a', 'b']) service.call('RecordActivityTaskHeartbeat', { taskToken, details })
    service.pass(5000)
    expect(service.rows(7)[0]).toEqual([
      7,
      'ActivityTaskTimedOut',
      { timeoutType: 'HEARTBEAT', scheduledEventId: 5, startedEventId: 6, details: 'b' },
    ])
  })

  test('19: run ids with / + = work like any others', () => {
    const runId = '22X56OQhwfy+AtGx1iSo3HX51AK2DdtKzfUnU+RQ/lbms='
    const service = new TestService({ randomId: () => runId }).started()
    service.decide([signalExternal('w', { runId })])
    expect(service.rows(7)[1]![2]).toEqual({
      workflowExecution: { workflowId: 'w', runId },
      initiatedEventId: 5,
    })
    const again = service.rebuilt()
    again.runId = runId
    expect(again.rows()).toEqual(service.rows())
  })

  test('20: the token of a timed-out decision task is invalid even before the next one is started', () => {
    const service = new TestService().started()
    const { taskToken } = service.decisionTask()
    service.pass(10_000)
    expect(service.errorOf('RespondDecisionTaskCompleted', { taskToken })).toBe(
      'UnknownResourceFault: Unknown decision task, scheduledEventId = 2',
    )
    service.decisionTask()
    expect(service.errorOf('RespondDecisionTaskCompleted', { taskToken })).toBe(
      'UnknownResourceFault: Unknown decision task, scheduledEventId = 2',
    )
  })

  test('23: a tag list of one null is accepted and returned', () => {
    const service = new TestService().registered()
    const tagList = [null] as unknown as string[]
    const outcome = service.ask('StartWorkflowExecution', { ...w, workflowType: flow, tagList })
    expect(JSON.stringify(outcome)).toContain('"tagList":[null]')
  })
})

describe('unlike moto', () => {
  test('7: a timed-out decision task no longer counts in openDecisionTasks', () => {
    const service = new TestService().started()
    service.decisionTask()
    service.pass(10_000)
    expect(service.describe().openCounts.openDecisionTasks).toBe(1)
    service.decide()
    expect(service.describe().openCounts.openDecisionTasks).toBe(0)
  })

  test('8: a completion without a context keeps the last one', () => {
    const service = new TestService().started()
    service.decide([timer('t', 0)], { executionContext: 'kept' })
    service.pass(0)
    service.decide()
    expect(service.describe().latestExecutionContext).toBe('kept')
  })

  test('17: a timed-out activity no longer counts in openActivityTasks, and its id can be reused', () => {
    const service = new TestService().started()
    service.decide([schedule('1', { scheduleToCloseTimeout: '1' })])
    service.pass(1000)
    expect(service.describe().openCounts.openActivityTasks).toBe(0)
    service.decide([schedule('1')])
    expect(types(service).at(-1)).toBe('ActivityTaskScheduled')
  })

  test.each<[string, (service: TestService) => void, number]>([
    ['a termination', service => service.call('TerminateWorkflowExecution', w), 5],
    ['an execution timeout', service => service.pass(1_000_000), 1000],
  ])('20: %s has a closeTimestamp', (_, close, seconds) => {
    const service = new TestService().started()
    service.pass(5000)
    close(service)
    const { startTimestamp, closeTimestamp } = service.describe().executionInfo
    expect(closeTimestamp! - startTimestamp).toBe(seconds)
  })

  test('21: a signal needs no input', () => {
    const service = new TestService().started()
    service.call('SignalWorkflowExecution', { ...w, signalName: 's' })
    expect(service.rows(3)).toEqual([
      [3, 'WorkflowExecutionSignaled', { signalName: 's', externalInitiatedEventId: 0 }],
    ])
  })
})
