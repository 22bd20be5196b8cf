import { text } from '@reyield/data'
import { activity, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { history, refused } from '../index.ts'
import type { History } from './history.ts'

const charge = activity<string, number>('charge', { startToClose: '5m', heartbeat: '30s' })
const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '1h' },
  function* (_: string) {
    yield* charge('')
  },
)

/** Each event in short form: seconds since the start, id, type, and the ids that it refers to. */
function short(recorded: History): string[] {
  const start = recorded.events[0]!.eventTimestamp!.getTime()
  return recorded.events.map(event => {
    const attributes = Object.entries(event).find(([member]) => member.endsWith('Attributes'))?.[1] as Record<
      string,
      unknown
    >
    const links = [
      'scheduledEventId',
      'startedEventId',
      'decisionTaskCompletedEventId',
      'latestCancelRequestedEventId',
    ]
      .filter(name => name in attributes)
      .map(name => attributes[name])
    const seconds = (event.eventTimestamp!.getTime() - start) / 1000
    return `${seconds}s ${event.eventId} ${event.eventType}${links.length > 0 ? ` (${links.join(',')})` : ''}${typeof attributes.cause === 'string' ? ` ${attributes.cause}` : ''}`
  })
}

const scheduled = history(order).started('book').scheduled('1', charge, 'book')

describe('a fake history', () => {
  it("has the history of SWF's tutorial: ids, links, one timestamp for each transaction", () => {
    expect(short(scheduled.completed(charge, 7).executionCompleted('done'))).toEqual([
      '0s 1 WorkflowExecutionStarted',
      '0s 2 DecisionTaskScheduled',
      '1s 3 DecisionTaskStarted (2)',
      '2s 4 DecisionTaskCompleted (2,3)',
      '2s 5 ActivityTaskScheduled (4)',
      '3s 6 ActivityTaskStarted (5)',
      '4s 7 ActivityTaskCompleted (5,6)',
      '4s 8 DecisionTaskScheduled',
      '5s 9 DecisionTaskStarted (8)',
      '6s 10 DecisionTaskCompleted (8,9)',
      '6s 11 WorkflowExecutionCompleted (10)',
    ])
  })

  it('has the attributes that SWF writes', () => {
    const [started, task, , , activityScheduled] = scheduled.events
    expect([started, task, activityScheduled]).toStrictEqual([
      {
        eventId: 1,
        eventTimestamp: new Date('2026-01-01T00:00:00Z'),
        eventType: 'WorkflowExecutionStarted',
        workflowExecutionStartedEventAttributes: {
          input: '{"json":"book"}',
          executionStartToCloseTimeout: '3600',
          taskStartToCloseTimeout: '10',
          childPolicy: 'TERMINATE',
          taskList: { name: 'orders' },
          workflowType: { name: 'order', version: '1.0' },
          lambdaRole: expect.any(String) as string,
          parentInitiatedEventId: 0,
        },
      },
      {
        eventId: 2,
        eventTimestamp: new Date('2026-01-01T00:00:00Z'),
        eventType: 'DecisionTaskScheduled',
        decisionTaskScheduledEventAttributes: {
          taskList: { name: 'orders' },
          startToCloseTimeout: '10',
          scheduleToStartTimeout: 'NONE',
        },
      },
      {
        eventId: 5,
        eventTimestamp: new Date('2026-01-01T00:00:02Z'),
        eventType: 'ActivityTaskScheduled',
        activityTaskScheduledEventAttributes: {
          activityType: { name: 'charge', version: '1.0' },
          activityId: '1',
          input: '{"json":"book"}',
          taskList: { name: 'orders' },
          scheduleToStartTimeout: 'NONE',
          scheduleToCloseTimeout: 'NONE',
          startToCloseTimeout: '300',
          heartbeatTimeout: '30',
          decisionTaskCompletedEventId: 4,
        },
      },
    ])
  })

  it('is immutable: two histories can continue the same one', () => {
    const one = scheduled.completed(charge, 1)
    const other = scheduled.failed(charge, new Error('no'))
    expect([scheduled, one, other].map(recorded => recorded.events.length)).toEqual([5, 8, 8])
    expect([one, other].map(recorded => recorded.events[6]!.eventType)).toEqual([
      'ActivityTaskCompleted',
      'ActivityTaskFailed',
    ])
  })

  it('schedules a decision task at once while another is worked on, and only one', () => {
    const recorded = scheduled.signaled('a').decisionStarted().signaled('b').signaled('c').decided()
    expect(short(recorded).slice(5)).toEqual([
      '3s 6 WorkflowExecutionSignaled',
      '3s 7 DecisionTaskScheduled',
      '4s 8 DecisionTaskStarted (7)',
      '5s 9 WorkflowExecutionSignaled',
      '5s 10 DecisionTaskScheduled',
      '6s 11 WorkflowExecutionSignaled',
      '7s 12 DecisionTaskCompleted (7,8)',
    ])
  })

  it('refuses a close while a decision task is queued, and keeps the rest of the batch', () => {
    const close = {
      decisionType: 'CompleteWorkflowExecution',
      completeWorkflowExecutionDecisionAttributes: {},
    } as const
    const cancel = { decisionType: 'CancelTimer', cancelTimerDecisionAttributes: { timerId: '1' } } as const
    const recorded = history(order)
      .started('book')
      .timerStarted('1', '1m')
      .signaled('a')
      .decisionStarted()
      .signaled('b')
    expect(short(recorded.decided(cancel, close)).slice(10)).toEqual([
      '6s 11 DecisionTaskCompleted (7,8)',
      '6s 12 TimerCanceled (5,11)',
      '6s 13 CompleteWorkflowExecutionFailed (11) UNHANDLED_DECISION',
    ])
  })

  it('refuses what SWF would refuse, and what the test marks; a decision task follows', () => {
    const recorded = scheduled.signaled('go')
    const [decision] = [
      {
        decisionType: 'StartTimer',
        startTimerDecisionAttributes: { timerId: '2', startToFireTimeout: '5' },
      } as const,
    ]
    expect(
      short(
        recorded
          .scheduled('1', charge, 'again')
          .decided(refused(decision, 'TIMER_CREATION_RATE_EXCEEDED'), decision, decision)
          .timerCanceled('3')
          .activityCancelRequested('3'),
      ).slice(8),
    ).toEqual([
      '5s 9 DecisionTaskCompleted (7,8)',
      '5s 10 ScheduleActivityTaskFailed (9) ACTIVITY_ID_ALREADY_IN_USE',
      '5s 11 DecisionTaskScheduled',
      '6s 12 DecisionTaskStarted (11)',
      '7s 13 DecisionTaskCompleted (11,12)',
      '7s 14 StartTimerFailed (13) TIMER_CREATION_RATE_EXCEEDED',
      '7s 15 TimerStarted (13)',
      '7s 16 StartTimerFailed (13) TIMER_ID_ALREADY_IN_USE',
      '7s 17 DecisionTaskScheduled',
      '8s 18 DecisionTaskStarted (17)',
      '9s 19 DecisionTaskCompleted (17,18)',
      '9s 20 CancelTimerFailed (19) TIMER_ID_UNKNOWN',
      '9s 21 DecisionTaskScheduled',
      '10s 22 DecisionTaskStarted (21)',
      '11s 23 DecisionTaskCompleted (21,22)',
      '11s 24 RequestCancelActivityTaskFailed (23) ACTIVITY_ID_UNKNOWN',
      '11s 25 DecisionTaskScheduled',
    ])
  })

  it('lets SWF itself cancel an activity that no worker has taken', () => {
    const recorded = scheduled.signaled('stop').activityCancelRequested('1')
    expect(short(recorded.activityCanceled('1')).slice(9)).toEqual([
      '5s 10 ActivityTaskCancelRequested (9)',
      '6s 11 ActivityTaskCanceled (5,0,10)',
      '6s 12 DecisionTaskScheduled',
    ])
    expect(() => recorded.activityStarted('1')).toThrow(/activityCanceled must come next/)
  })

  it('moves time to when SWF records a timer or a timeout of an activity, a decision task or the execution', () => {
    const recorded = history(order).started('book').timerStarted('2', '10m').scheduled('1', charge, '')
    expect(short(recorded.timerFired()).at(-2)).toBe('602s 7 TimerFired (5)')
    expect(short(recorded.timedOut(charge, 'HEARTBEAT')).at(-2)).toBe('33s 8 ActivityTaskTimedOut (6,7)')
    expect(short(history(order).started('book').decisionTimedOut()).slice(2)).toEqual([
      '1s 3 DecisionTaskStarted (2)',
      '11s 4 DecisionTaskTimedOut (2,3)',
      '11s 5 DecisionTaskScheduled',
    ])
    expect(short(recorded.executionTimedOut()).at(-1)).toBe('3600s 7 WorkflowExecutionTimedOut')
  })

  it('uses the time that the test sets for a step, and moves the steps before it', () => {
    expect(short(scheduled.after('5m').completed(charge, 1)).slice(5)).toEqual([
      '3s 6 ActivityTaskStarted (5)',
      '302s 7 ActivityTaskCompleted (5,6)',
      '302s 8 DecisionTaskScheduled',
    ])
    expect(short(scheduled.at(new Date('2026-01-01T00:00:30Z')).signaled('a')).at(-1)).toBe(
      '30s 7 DecisionTaskScheduled',
    )
  })

  it("writes payloads with the activity's serializer", () => {
    const echo = activity<string, string>('echo', { startToClose: '1m', serializer: text })
    const recorded = history(order).started('book').scheduled('1', echo, 'hi').completed(echo, 'ho')
    expect(recorded.events[4]!.activityTaskScheduledEventAttributes!.input).toBe('hi')
    expect(recorded.events[6]!.activityTaskCompletedEventAttributes!.result).toBe('ho')
  })
})

describe('a fake history rejects what SWF could never record', () => {
  const open = "Open: activity '1' charge 1.0 (scheduled)"
  const tooEarly = new Date('2026-01-01T00:00:03Z')
  it.each<[string, () => History, string]>([
    [
      'a response of an activity that is not open',
      () => scheduled.activityCompleted('2'),
      `ActivityTaskCompleted of '2' isn't possible here: no open activity has this id. ${open}`,
    ],
    [
      'a type that is not open',
      () => scheduled.completed(activity('refund', { startToClose: '1m' })),
      `ActivityTaskCompleted isn't possible here: no activity refund 1.0 is open. ${open}`,
    ],
    [
      'a second start of an activity',
      () => scheduled.activityStarted('1').activityStarted('1'),
      `ActivityTaskStarted of '1' isn't possible here: it has already started. Open: activity '1' charge 1.0 (started)`,
    ],
    [
      'a timeout that is NONE',
      () => scheduled.timedOut(charge, 'SCHEDULE_TO_START'),
      `ActivityTaskTimedOut SCHEDULE_TO_START of '1' isn't possible here: its scheduleToStartTimeout is NONE. ${open}`,
    ],
    [
      'a timer that is not open',
      () => scheduled.timerFired('7'),
      `TimerFired of '7' isn't possible here: no open timer has this id. ${open}`,
    ],
    [
      'a decision without a decision task',
      () => scheduled.decided(),
      `DecisionTaskStarted isn't possible here: no decision task is queued. ${open}`,
    ],
    [
      'a timer that fires before its time',
      () => history(order).started('book').timerStarted('1', '1m').at(tooEarly).timerFired('1'),
      "TimerFired of '1' isn't possible here: it is due at 2026-01-01T00:01:02.000Z, but the test sets its time to 2026-01-01T00:00:03.000Z. Open: timer '1'",
    ],
    [
      'a step back in time',
      () => scheduled.at(new Date('2025-12-31T00:00:00Z')),
      `A step at 2025-12-31T00:00:00.000Z isn't possible here: time never goes back, and it is 2026-01-01T00:00:02.000Z. ${open}`,
    ],
    [
      'a step before the start',
      () => (history(order) as History).signaled('a'),
      "The step isn't possible here: the execution is not started: begin with started(input). Open: nothing",
    ],
    [
      'a step after the close',
      () => scheduled.terminated().signaled('a'),
      "The step isn't possible here: the execution is closed (WorkflowExecutionTerminated). Open: nothing",
    ],
    [
      'a start beside a close',
      () => history(order).started('book').timerStarted('1', '5s').executionCompleted(),
      "DecisionTaskCompleted isn't possible here: SWF rejects it with ValidationException: Specified decision is incompatible with close decision. Open: timer '1'",
    ],
    [
      'a decision after a close in its batch',
      () => history(order).started('book').executionCompleted().timerStarted('2', '5s'),
      "The step isn't possible here: the execution is closed (WorkflowExecutionCompleted). Open: nothing",
    ],
    [
      'an input that is too long, without the input',
      () => history(order).started('book'.repeat(10_000)),
      "WorkflowExecutionStarted isn't possible here: SWF rejects it with ValidationException: input: Member must have length less than or equal to 32768. Open: nothing",
    ],
  ])('%s', (_, step, message) => {
    expect(step).toThrow(
      expect.objectContaining({ name: 'ImpossibleHistoryError', code: 'HISTORY_IMPOSSIBLE', message }),
    )
  })
})
