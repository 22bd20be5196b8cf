import { writeContext } from '@reyield/data/internal'
import { describe, expect, it } from 'vitest'
import { problemsOf, view, type RecordedRun } from '../src/index.ts'
import { after, decided, plain, recorded, scheduled, started, type Row } from './events.ts'

const row = recorded
const held = (code: string) => writeContext({ error: { code, message: 'card 4111' } })

/** A decision task from its schedule to its end: three events from `id` on. */
const task = (id: number, at: number, end: 'Completed' | 'TimedOut', more: object = {}) =>
  [
    [at, 'DecisionTaskScheduled', { taskList: { name: 'orders' } }],
    [at, 'DecisionTaskStarted', { scheduledEventId: id }],
    [at + 1, `DecisionTask${end}`, { scheduledEventId: id, startedEventId: id + 1, ...more }],
  ] as Row[]

const timedOut = { timeoutType: 'START_TO_CLOSE' }

describe('problems', () => {
  it.each<[string, RecordedRun, number, unknown[]]>([
    ['none if all goes on', row(started(), ...decided(), scheduled(2)), 3, []],
    [
      'held, since the first of the tasks in a row that recorded an error',
      row(
        started(),
        ...task(2, 0, 'Completed', { executionContext: held('WORKFLOW_STUCK') }),
        ...task(5, 10, 'Completed'),
        ...task(8, 20, 'Completed', { executionContext: held('NON_DETERMINISM') }),
        ...task(11, 30, 'Completed', { executionContext: held('TYPE_UNKNOWN') }),
      ),
      40,
      [
        {
          kind: 'held',
          code: 'TYPE_UNKNOWN',
          since: '10 +21s',
          text: "Its decision tasks can't be completed (TYPE_UNKNOWN): it's held until fixed code is deployed",
        },
      ],
    ],
    [
      'not held any longer',
      row(started(), ...task(2, 0, 'Completed', { executionContext: held('X') }), ...task(5, 9, 'Completed')),
      9,
      [],
    ],
    [
      'decision tasks that timed out since the last one that was completed',
      row(
        started(),
        ...task(2, 0, 'TimedOut', timedOut),
        ...task(5, 10, 'Completed'),
        ...task(8, 20, 'TimedOut', timedOut),
        [30, 'DecisionTaskScheduled', { taskList: { name: 'sticky' } }],
        [
          35,
          'DecisionTaskTimedOut',
          { scheduledEventId: 11, startedEventId: 0, timeoutType: 'SCHEDULE_TO_START' },
        ],
        ...task(13, 40, 'TimedOut', timedOut),
      ),
      50,
      [
        {
          kind: 'decisionTaskTimeouts',
          count: 2,
          since: '10 +21s',
          text: 'The last 2 decision tasks timed out',
        },
      ],
    ],
    [
      'a decision task that no decider has started for five minutes',
      row(started(), [0, 'DecisionTaskScheduled', { taskList: { name: 'orders' } }]),
      300,
      [
        {
          kind: 'decisionTaskNotStarted',
          taskList: 'orders',
          since: '2 +0s',
          text: "A decision task has waited 5m in task list 'orders', and no decider has started it",
        },
      ],
    ],
    ['… not yet', row(started(), [0, 'DecisionTaskScheduled', { taskList: { name: 'orders' } }]), 299, []],
    [
      '… not while the one before it is worked on',
      row(
        started(),
        [0, 'DecisionTaskScheduled', { taskList: { name: 'orders' } }],
        [1, 'DecisionTaskStarted', { scheduledEventId: 2 }],
        [2, 'DecisionTaskScheduled', { taskList: { name: 'orders' } }],
      ),
      3000,
      [],
    ],
    [
      'activities that no worker has started, by task lists',
      row(
        started(),
        ...decided(),
        scheduled(2),
        scheduled(3, { activityId: '2', taskList: { name: 'money' } }),
        scheduled(4, { activityId: '3' }),
        scheduled(299, { activityId: '4' }),
      ),
      400,
      [
        {
          kind: 'activityNotStarted',
          step: '1',
          taskList: 'orders',
          count: 2,
          since: '5 +2s',
          text: "activity charge (id '1') has waited 6m 38s in task list 'orders', and 1 more, and no worker has started it",
        },
        {
          kind: 'activityNotStarted',
          step: '2',
          taskList: 'money',
          count: 1,
          since: '6 +3s',
          text: "activity charge (id '2') has waited 6m 37s in task list 'money', and no worker has started it",
        },
      ],
    ],
    [
      'a step that waits before its next attempt',
      row(
        started(),
        ...decided(),
        scheduled(2),
        [3, 'ActivityTaskStarted', { scheduledEventId: 5 }],
        [4, 'ActivityTaskFailed', { scheduledEventId: 5, reason: 'Busy: card 4111' }],
        [4, 'TimerStarted', { timerId: '1~1', startToFireTimeout: '60' }],
      ),
      10,
      [
        {
          kind: 'retrying',
          step: '1',
          attempts: 1,
          nextAt: '+64s',
          since: '7 +4s',
          text: "activity charge (id '1') has failed once; attempt 2 begins in 54 s",
        },
      ],
    ],
    [
      'a step whose second attempt runs',
      row(
        started(),
        ...decided(),
        scheduled(2),
        [3, 'ActivityTaskStarted', { scheduledEventId: 5 }],
        [4, 'ActivityTaskFailed', { scheduledEventId: 5 }],
        scheduled(5),
        [6, 'ActivityTaskStarted', { scheduledEventId: 8 }],
      ),
      10,
      [
        {
          kind: 'retrying',
          step: '1',
          attempts: 1,
          since: '7 +4s',
          text: "activity charge (id '1') has failed once; attempt 2 is running",
        },
      ],
    ],
    [
      'what has less than a tenth of a timeout left, which need not be the next deadline',
      row(
        started({ executionStartToCloseTimeout: '1000' }),
        ...decided(),
        scheduled(2, { scheduleToCloseTimeout: '998', startToCloseTimeout: '90' }),
        scheduled(2, { activityId: '2', startToCloseTimeout: 'NONE' }),
        [2, 'TimerStarted', { timerId: '3', startToFireTimeout: '999' }],
        [2, 'ActivityTaskStarted', { scheduledEventId: 6 }],
        [901, 'ActivityTaskStarted', { scheduledEventId: 5 }],
      ),
      902,
      [
        {
          kind: 'nearTimeout',
          left: 98_000,
          since: '1 +0s',
          text: 'The execution times out in 1m 38s (executionStartToClose)',
        },
        {
          kind: 'nearTimeout',
          step: '1',
          left: 98_000,
          since: '5 +2s',
          text: "activity charge (id '1') times out in 1m 38s (scheduleToClose)",
        },
      ],
    ],
    [
      'a timer that is about to fire is none',
      row(started(), ...decided(), [2, 'TimerStarted', { timerId: '3', startToFireTimeout: '60' }]),
      61,
      [],
    ],
    [
      'a child past its timeout is none: it has continued as new',
      row(
        started(),
        ...decided(),
        [
          2,
          'StartChildWorkflowExecutionInitiated',
          { workflowId: 'c', workflowType: { name: 'c', version: '1' }, executionStartToCloseTimeout: '10' },
        ],
        [
          2,
          'ChildWorkflowExecutionStarted',
          { initiatedEventId: 5, workflowExecution: { workflowId: 'c', runId: 'r' } },
        ],
      ),
      20,
      [],
    ],
    [
      'steps that SWF refused, and a refused close',
      row(
        started(),
        ...decided(),
        [
          2,
          'ScheduleActivityTaskFailed',
          {
            activityType: { name: 'charge', version: '9' },
            activityId: '1',
            cause: 'ACTIVITY_TYPE_DOES_NOT_EXIST',
            decisionTaskCompletedEventId: 4,
          },
        ],
        [
          2,
          'ContinueAsNewWorkflowExecutionFailed',
          { cause: 'WORKFLOW_TYPE_DEPRECATED', decisionTaskCompletedEventId: 4 },
        ],
      ),
      3,
      [
        {
          kind: 'decisionsRefused',
          count: 2,
          since: '5 +2s',
          text: 'SWF refused 2 decisions: ACTIVITY_TYPE_DOES_NOT_EXIST, WORKFLOW_TYPE_DEPRECATED',
        },
      ],
    ],
    [
      'a close that new events prevented is none',
      row(started(), ...decided(), [
        2,
        'CompleteWorkflowExecutionFailed',
        { cause: 'UNHANDLED_DECISION', decisionTaskCompletedEventId: 4 },
      ]),
      3,
      [],
    ],
    [
      'none once the execution has closed',
      row(started(), ...decided(held('X')), scheduled(2), [3, 'WorkflowExecutionTerminated', {}]),
      1e6,
      [],
    ],
  ])('%s', async (_, history, now, problems) => {
    expect(plain((await view(history, { now: after(now) })).problems)).toEqual(problems)
  })

  it('has no payloads in its sentences', async () => {
    const history = row(started(), ...decided(held('X')), scheduled(2, { input: '4111' }))
    expect(JSON.stringify((await view(history, { now: after(1e4) })).problems)).not.toContain('4111')
  })

  it('counts the events of the history from 80 percent of the quota on', async () => {
    const markers = Array.from({ length: 19_999 }, () => [1, 'MarkerRecorded', { markerName: 'm' }] as const)
    const { problems } = await view(row(started(), ...markers))
    expect(problems).toEqual([
      {
        kind: 'historyBudget',
        share: 0.8,
        since: undefined,
        text: 'Its history has 20000 of 25000 events (80 %): it must continue as new',
      },
    ])
    expect((await view(row(started(), ...markers.slice(1)))).problems).toEqual([])
  })

  it('are listed by urgency: what stops the execution first, then what ends it, then what delays it', async () => {
    const history = row(
      started({ executionStartToCloseTimeout: '1000' }),
      ...task(2, 0, 'Completed', { executionContext: held('X') }),
      scheduled(1),
      [2, 'ActivityTaskStarted', { scheduledEventId: 5 }],
      [3, 'ActivityTaskFailed', { scheduledEventId: 5 }],
      scheduled(4),
      ...task(9, 20, 'TimedOut', timedOut),
      [21, 'DecisionTaskScheduled', { taskList: { name: 'orders' } }],
    )
    const { problems } = await view(history, { now: after(990), notStartedAfter: '10m' })
    expect(problems.map(({ kind }) => kind)).toEqual([
      'held',
      'decisionTaskTimeouts',
      'decisionTaskNotStarted',
      'nearTimeout',
      'activityNotStarted',
      'retrying',
    ])
    expect(
      (await view(history, { now: after(990), notStartedAfter: '1h' })).problems.map(({ kind }) => kind),
    ).toEqual(['held', 'decisionTaskTimeouts', 'nearTimeout', 'retrying'])
  })
})

describe('problemsOf', () => {
  it('finds the same in the end of a history, in either order', async () => {
    const history = row(
      started(),
      ...Array.from({ length: 50 }, (_, index) => [index, 'MarkerRecorded', { markerName: 'm' }] as const),
      ...task(52, 60, 'Completed', { executionContext: held('NON_DETERMINISM') }),
      scheduled(61),
    )
    const now = after(1000)
    const { problems } = await view(history, { now })
    expect(problems.map(({ kind }) => kind)).toEqual(['held', 'activityNotStarted'])
    const tail = history.events.slice(-6)
    expect([problemsOf(tail, { now }), problemsOf(tail.toReversed(), { now })]).toEqual([problems, problems])
    expect(problemsOf(tail, { now, notStartedAfter: '1h' }).map(({ kind }) => kind)).toEqual(['held'])
  })

  it('leaves out what is about events that it does not have', () => {
    const history = row(
      started(),
      ...decided(),
      scheduled(2),
      [2, 'TimerStarted', { timerId: '1', startToFireTimeout: '5' }],
      [3, 'ActivityTaskStarted', { scheduledEventId: 5 }],
      [4, 'ActivityTaskFailed', { scheduledEventId: 5 }],
      [7, 'TimerFired', { timerId: '1', startedEventId: 6 }],
      [8, 'ChildWorkflowExecutionStarted', { initiatedEventId: 5 }],
      [8, 'DecisionTaskTimedOut', { scheduledEventId: 2, timeoutType: 'START_TO_CLOSE' }],
    )
    for (let from = 2; from < history.events.length; from++)
      expect(problemsOf(history.events.slice(from))).toEqual([])
    expect(problemsOf([])).toEqual([])
  })
})
