import { describe, expect, it } from 'vitest'
import { view } from '../src/index.ts'
import {
  after,
  decided,
  execution,
  plain,
  plainSteps,
  recorded,
  scheduled,
  started,
  type Row,
} from './events.ts'

const row = recorded
/** Everything that every step has, unless a case says otherwise. */
const charge = { kind: 'activity', id: '1', branch: '', name: 'charge', version: '1.0' }

describe('view', () => {
  it('shows an open execution of a hand-written decider', async () => {
    const history = row(
      started({
        input: 'any text',
        tagList: ['web'],
        parentWorkflowExecution: { workflowId: 'cart', runId: 'r' },
      }),
      ...decided(),
      scheduled(2, {
        activityId: 'charge-9f3',
        input: '1234',
        taskList: { name: 'money' },
        heartbeatTimeout: '30',
      }),
      [6, 'ActivityTaskStarted', { scheduledEventId: 5, identity: 'worker-2' }],
      [7, 'WorkflowExecutionSignaled', { signalName: 'approved', externalInitiatedEventId: 0 }],
      [7, 'DecisionTaskScheduled', { taskList: { name: 'orders' } }],
    )
    expect(plain(await view(history, { now: after(66) }))).toEqual({
      ...execution,
      type: { name: 'order', version: '1.0' },
      state: 'open',
      started: '1 +0s',
      last: '8 +7s',
      at: '+66s',
      taskList: 'orders',
      tags: ['web'],
      timeouts: { executionStartToClose: 86_400_000, taskStartToClose: 10_000 },
      deadline: { kind: 'executionStartToClose', at: '+86400s', left: 86_334_000, timeout: 86_400_000 },
      childPolicy: 'TERMINATE',
      input: { size: 8 },
      steps: [
        {
          kind: 'activity',
          id: 'charge-9f3',
          name: 'charge',
          version: '1.0',
          state: 'running',
          requested: '5 +2s',
          input: { size: 4 },
          attempts: [
            {
              number: 1,
              scheduled: '5 +2s',
              started: '6 +6s',
              state: 'running',
              queueWait: 4000,
              runTime: 60_000,
              identity: 'worker-2',
              heartbeatTimeout: 30_000,
            },
          ],
          deadline: { kind: 'startToClose', at: '+306s', left: 240_000, timeout: 300_000 },
          taskList: 'money',
          events: [5, 6],
        },
        {
          kind: 'signal',
          id: 'approved',
          name: 'approved',
          state: 'completed',
          requested: '7 +7s',
          closed: '7 +7s',
          events: [7],
        },
      ],
      decisionTasks: [
        {
          scheduled: '2 +0s',
          started: '3 +1s',
          closed: '4 +2s',
          state: 'completed',
          queueWait: 1000,
          decisionTime: 1000,
          identity: '7@host build/41f',
          buildId: '41f',
          taskList: 'orders',
          decisions: [5],
        },
        { scheduled: '8 +7s', state: 'waiting', queueWait: 59_000, taskList: 'orders' },
      ],
      relatives: { parent: { workflowId: 'cart', runId: 'r' } },
      sizes: {
        events: 8,
        budget: 8 / 25_000,
        payloads: 12,
        largest: [
          { eventId: 1, of: 'input of WorkflowExecutionStarted', size: 8 },
          { eventId: 5, of: 'input of ActivityTaskScheduled', size: 4 },
        ],
      },
      code: { decidedBy: '41f' },
    })
  })

  it('counts the attempts of a retried activity as one step, with the waits between them', async () => {
    const failed = { reason: 'Busy: try later', scheduledEventId: 5, startedEventId: 6 }
    const history = row(
      started(),
      ...decided(),
      scheduled(2),
      [3, 'ActivityTaskStarted', { scheduledEventId: 5 }],
      [5, 'ActivityTaskFailed', failed],
      [5, 'TimerStarted', { timerId: '1~1', startToFireTimeout: '10' }],
      [15, 'TimerFired', { timerId: '1~1', startedEventId: 8 }],
      scheduled(16),
      [17, 'ActivityTaskStarted', { scheduledEventId: 10 }],
      [
        20,
        'ActivityTaskTimedOut',
        { scheduledEventId: 10, startedEventId: 11, timeoutType: 'START_TO_CLOSE' },
      ],
      [20, 'TimerStarted', { timerId: '1~2', startToFireTimeout: '20' }],
    )
    const first = {
      number: 1,
      scheduled: '5 +2s',
      started: '6 +3s',
      closed: '7 +5s',
      state: 'failed',
      queueWait: 1000,
      runTime: 2000,
      failure: { name: 'Busy', message: 'try later' },
    }
    const second = {
      number: 2,
      scheduled: '10 +16s',
      started: '11 +17s',
      closed: '12 +20s',
      state: 'timedOut',
      queueWait: 1000,
      runTime: 3000,
      failure: { name: 'START_TO_CLOSE' },
    }
    expect(plainSteps(await view(history))).toEqual([
      {
        ...charge,
        state: 'retrying',
        requested: '5 +2s',
        failure: { name: 'START_TO_CLOSE' },
        attempts: [first, second],
        deadline: { kind: 'fires', at: '+40s', left: 20_000, timeout: 20_000 },
        nextAttempt: { number: 3, at: '+40s' },
        events: [5, 6, 7, 8, 9, 10, 11, 12, 13],
      },
    ])
    // between two attempts it waits, then the attempt is due, then it is in its task list
    const states = []
    for (const at of [7, 8, 9, 10, 11]) {
      const [step] = (await view(history, { at })).steps
      states.push([
        step!.state,
        step!.deadline?.kind,
        plain(step!.nextAttempt),
        step!.closed?.eventId,
        step!.attempts.length,
      ])
    }
    expect(states).toEqual([
      ['failed', undefined, undefined, 7, 1],
      ['retrying', 'fires', { number: 2, at: '+15s' }, undefined, 1],
      ['retrying', undefined, { number: 2, at: '+15s' }, undefined, 1],
      ['waiting', undefined, undefined, undefined, 2],
      ['running', 'startToClose', undefined, undefined, 2],
    ])
  })

  it('shows a timer of its own if the next attempt does not wait for it', async () => {
    const history = row(
      started(),
      ...decided(),
      scheduled(2),
      [3, 'ActivityTaskFailed', { scheduledEventId: 5 }],
      [3, 'TimerStarted', { timerId: '1~1', startToFireTimeout: '10' }],
      scheduled(4),
      [13, 'TimerFired', { timerId: '1~1', startedEventId: 7 }],
    )
    const { steps } = await view(history)
    expect(steps.map(({ id, state, events }) => [id, state, events])).toEqual([
      ['1', 'waiting', [5, 6, 8]],
      ['1~1', 'completed', [7, 9]],
    ])
  })

  it('ends a retry whose wait was canceled', async () => {
    const history = row(
      started(),
      ...decided(),
      scheduled(2),
      [
        3,
        'ActivityTaskTimedOut',
        { scheduledEventId: 5, startedEventId: 0, timeoutType: 'SCHEDULE_TO_START' },
      ],
      [3, 'TimerStarted', { timerId: '1~1', startToFireTimeout: '10' }],
      [4, 'TimerCanceled', { timerId: '1~1', startedEventId: 7 }],
    )
    const [step] = (await view(history)).steps
    expect([step!.state, step!.closed?.eventId, step!.events, step!.attempts[0]!.queueWait]).toEqual([
      'canceled',
      8,
      [5, 6, 7, 8],
      1000,
    ])
  })

  it.each<[string, [closing: string, attributes: object], object, string[][]]>([
    ['after a failure: the next attempt', ['Failed', {}], {}, [['failed', 'waiting']]],
    [
      'after a timeout: the next attempt',
      ['TimedOut', { timeoutType: 'HEARTBEAT' }],
      {},
      [['timedOut', 'waiting']],
    ],
    ['after a completion: another step', ['Completed', {}], {}, [['completed'], ['waiting']]],
    ['after a cancellation: another step', ['Canceled', {}], {}, [['canceled'], ['waiting']]],
    [
      'of another type: another step',
      ['Failed', {}],
      { activityType: { name: 'refund', version: '1.0' } },
      [['failed'], ['waiting']],
    ],
  ])('reads an activity id that is used again %s', async (_, [closing, attributes], again, attempts) => {
    const { steps } = await view(
      row(
        started(),
        ...decided(),
        scheduled(2),
        [3, 'ActivityTaskStarted', { scheduledEventId: 5 }],
        [4, `ActivityTask${closing}` as 'ActivityTaskFailed', { scheduledEventId: 5, ...attributes }],
        scheduled(5, again),
      ),
    )
    expect(steps.map(step => step.attempts.map(({ state }) => state))).toEqual(attempts)
  })

  it('shows timers, markers, Lambda functions and what is sent to other executions', async () => {
    const history = row(
      started(),
      ...decided(),
      [2, 'TimerStarted', { timerId: '2.1.1', startToFireTimeout: '60' }],
      [2, 'TimerStarted', { timerId: '~wake', startToFireTimeout: '0' }],
      [2, 'MarkerRecorded', { markerName: 's2.2.1', details: '5' }],
      [2, 'MarkerRecorded', { markerName: 'pfair' }],
      [2, 'MarkerRecorded', { markerName: 'note', details: 'by hand' }],
      [2, 'LambdaFunctionScheduled', { id: '4', name: 'thumb', startToCloseTimeout: '20' }],
      [
        2,
        'SignalExternalWorkflowExecutionInitiated',
        { workflowId: 'o', signalName: 'go', control: '5', input: 'x' },
      ],
      [2, 'RequestCancelExternalWorkflowExecutionInitiated', { workflowId: 'p', runId: '', control: 'any' }],
      [3, 'TimerFired', { timerId: '~wake', startedEventId: 6 }],
      [
        4,
        'StartLambdaFunctionFailed',
        { scheduledEventId: 10, cause: 'ASSUME_ROLE_FAILED', message: 'no role' },
      ],
      [
        4,
        'ExternalWorkflowExecutionSignaled',
        { initiatedEventId: 11, workflowExecution: { workflowId: 'o', runId: 'r' } },
      ],
      [
        4,
        'RequestCancelExternalWorkflowExecutionFailed',
        { initiatedEventId: 12, cause: 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION' },
      ],
    )
    const { steps, engineSteps } = await view(history)
    expect(plain(steps)).toEqual([
      {
        kind: 'timer',
        id: '2.1.1',
        branch: '2.1',
        state: 'running',
        requested: '5 +2s',
        deadline: { kind: 'fires', at: '+62s', left: 58_000, timeout: 60_000 },
        duration: 60_000,
        events: [5],
      },
      {
        kind: 'marker',
        id: '2.2.1',
        branch: '2.2',
        name: 's2.2.1',
        state: 'completed',
        requested: '7 +2s',
        closed: '7 +2s',
        result: { size: 1 },
        marker: 'sideEffect',
        events: [7],
      },
      {
        kind: 'marker',
        id: 'fair',
        name: 'pfair',
        state: 'completed',
        requested: '8 +2s',
        closed: '8 +2s',
        marker: 'patch',
        events: [8],
      },
      {
        kind: 'marker',
        id: 'note',
        name: 'note',
        state: 'completed',
        requested: '9 +2s',
        closed: '9 +2s',
        result: { size: 7 },
        events: [9],
      },
      {
        kind: 'lambda',
        id: '4',
        branch: '',
        name: 'thumb',
        state: 'failed',
        requested: '10 +2s',
        closed: '14 +4s',
        failure: { name: 'ASSUME_ROLE_FAILED', message: 'no role' },
        attempts: [
          {
            number: 1,
            scheduled: '10 +2s',
            closed: '14 +4s',
            state: 'failed',
            queueWait: 2000,
            failure: { name: 'ASSUME_ROLE_FAILED', message: 'no role' },
          },
        ],
        events: [10, 14],
      },
      {
        kind: 'signalExternal',
        id: '5',
        branch: '',
        name: 'go',
        state: 'completed',
        requested: '11 +2s',
        closed: '15 +4s',
        input: { size: 1 },
        execution: { workflowId: 'o', runId: 'r' },
        events: [11, 15],
      },
      {
        kind: 'cancelExternal',
        id: 'p',
        state: 'failed',
        requested: '12 +2s',
        closed: '16 +4s',
        failure: { name: 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION' },
        execution: { workflowId: 'p' },
        events: [12, 16],
      },
    ])
    expect(plain(engineSteps)).toEqual([
      {
        kind: 'timer',
        id: '~wake',
        state: 'completed',
        requested: '6 +2s',
        closed: '13 +3s',
        duration: 0,
        events: [6, 13],
      },
    ])
  })

  it('shows a child from its request to its failure, and the request to cancel it', async () => {
    const child = { initiatedEventId: 5, workflowExecution: { workflowId: 'ship-7', runId: 'r' } }
    const details = JSON.stringify({
      reyield: 1,
      name: 'Lost',
      message: 'gone',
      code: 'LOST',
      cause: { name: 'Storm', message: 'hail' },
    })
    const history = row(
      started(),
      ...decided(),
      [
        2,
        'StartChildWorkflowExecutionInitiated',
        {
          workflowId: 'ship-7',
          control: '3',
          workflowType: { name: 'ship', version: '2.0' },
          taskList: { name: 'ships' },
          executionStartToCloseTimeout: '100',
        },
      ],
      [4, 'ChildWorkflowExecutionStarted', child],
      [5, 'RequestCancelExternalWorkflowExecutionInitiated', { workflowId: 'ship-7', control: '~3' }],
      [9, 'ChildWorkflowExecutionFailed', { ...child, startedEventId: 6, reason: 'Lost: gone', details }],
    )
    const then = (await view(history, { at: 7 })).steps[0]!
    expect([then.state, plain(then.cancelRequested), plain(then.deadline)]).toEqual([
      'running',
      '7 +5s',
      { kind: 'executionStartToClose', at: '+104s', left: 99_000, timeout: 100_000 },
    ])
    expect(plain((await view(history)).steps[0])).toEqual({
      kind: 'child',
      id: '3',
      branch: '',
      name: 'ship',
      version: '2.0',
      state: 'failed',
      requested: '5 +2s',
      closed: '8 +9s',
      failure: {
        name: 'Lost',
        message: 'gone',
        code: 'LOST',
        cause: { name: 'Storm', message: 'hail' },
        details: { size: details.length },
      },
      execution: { workflowId: 'ship-7', runId: 'r' },
      taskList: 'ships',
      events: [5, 6, 8],
    })
  })

  it('shows refused decisions, and goes on with the step when it is asked for again', async () => {
    const charges = {
      activityType: { name: 'charge', version: '1.0' },
      activityId: '1',
      decisionTaskCompletedEventId: 4,
    }
    const ship = {
      workflowType: { name: 'ship', version: '1.0' },
      workflowId: 'ship-7',
      decisionTaskCompletedEventId: 4,
    }
    const history = row(
      started(),
      ...decided(),
      [2, 'ScheduleActivityTaskFailed', { ...charges, cause: 'ACTIVITY_CREATION_RATE_EXCEEDED' }],
      [
        2,
        'StartChildWorkflowExecutionFailed',
        { ...ship, initiatedEventId: 0, cause: 'WORKFLOW_TYPE_DOES_NOT_EXIST' },
      ],
      [
        2,
        'CompleteWorkflowExecutionFailed',
        { cause: 'UNHANDLED_DECISION', decisionTaskCompletedEventId: 4 },
      ],
      scheduled(3),
      [3, 'ScheduleActivityTaskFailed', { ...charges, cause: 'ACTIVITY_ID_ALREADY_IN_USE' }],
      [
        4,
        'RequestCancelActivityTaskFailed',
        { activityId: 'nobody', cause: 'ACTIVITY_ID_UNKNOWN', decisionTaskCompletedEventId: 4 },
      ],
      [4, 'StartChildWorkflowExecutionInitiated', { ...ship, decisionTaskCompletedEventId: 4 }],
      [
        5,
        'StartChildWorkflowExecutionFailed',
        { ...ship, initiatedEventId: 11, cause: 'WORKFLOW_ALREADY_RUNNING' },
      ],
    )
    const { steps, refused, decisionTasks } = await view(history)
    expect(steps.map(({ id, state, failure, events }) => [id, state, failure?.name, events])).toEqual([
      ['1', 'waiting', undefined, [5, 8]],
      ['ship-7', 'refused', 'WORKFLOW_ALREADY_RUNNING', [6, 11, 12]],
      ['1', 'refused', 'ACTIVITY_ID_ALREADY_IN_USE', [9]],
    ])
    expect(plain(refused)).toEqual([
      { event: '5 +2s', decision: 'ScheduleActivityTask', id: '1', cause: 'ACTIVITY_CREATION_RATE_EXCEEDED' },
      {
        event: '6 +2s',
        decision: 'StartChildWorkflowExecution',
        id: 'ship-7',
        cause: 'WORKFLOW_TYPE_DOES_NOT_EXIST',
      },
      { event: '7 +2s', decision: 'CompleteWorkflowExecution', cause: 'UNHANDLED_DECISION' },
      { event: '9 +3s', decision: 'ScheduleActivityTask', id: '1', cause: 'ACTIVITY_ID_ALREADY_IN_USE' },
      { event: '10 +4s', decision: 'RequestCancelActivityTask', id: 'nobody', cause: 'ACTIVITY_ID_UNKNOWN' },
    ])
    expect(decisionTasks[0]!.decisions).toEqual([5, 6, 7, 8, 9, 10, 11])
  })

  it('knows which of two steps of one id a request to cancel is for: the open one, not one that SWF refused', async () => {
    const refused = {
      activityType: { name: 'charge', version: '1.0' },
      activityId: '1',
      cause: 'ACTIVITY_ID_ALREADY_IN_USE',
    }
    const { steps } = await view(
      row(
        started(),
        ...decided(),
        scheduled(2),
        [2, 'ScheduleActivityTaskFailed', refused],
        [2, 'ActivityTaskCancelRequested', { activityId: '1' }],
      ),
    )
    expect(
      steps.map(({ state, cancelRequested, events }) => [state, cancelRequested?.eventId, events]),
    ).toEqual([
      ['waiting', 7, [5, 7]],
      ['refused', undefined, [6]],
    ])
  })

  it.each<[type: string, attributes: object, closed: object]>([
    ['Completed', { result: '42' }, { state: 'completed', result: { size: 2 } }],
    ['Failed', { reason: 'whatever it was' }, { state: 'failed', failure: { name: 'whatever it was' } }],
    ['Failed', {}, { state: 'failed', failure: { name: 'Error' } }],
    [
      'Canceled',
      { details: 'x' },
      { state: 'canceled', failure: { name: 'Canceled', details: { size: 1 } } },
    ],
    [
      'TimedOut',
      { timeoutType: 'START_TO_CLOSE' },
      { state: 'timedOut', failure: { name: 'START_TO_CLOSE' } },
    ],
    [
      'Terminated',
      { reason: 'duplicate', cause: 'OPERATOR_INITIATED' },
      {
        state: 'terminated',
        failure: { name: 'Terminated', message: 'duplicate', code: 'OPERATOR_INITIATED' },
      },
    ],
    [
      'ContinuedAsNew',
      { newExecutionRunId: 'run/2=' },
      { state: 'continuedAsNew', relatives: { nextRunId: 'run/2=' } },
    ],
  ])('shows an execution that closed as %s %o', async (type, attributes, closed) => {
    const history = row(started(), ...decided(), scheduled(2), [
      9,
      `WorkflowExecution${type}` as 'WorkflowExecutionCompleted',
      attributes,
    ])
    const shown = await view(history, { now: after(1e6) })
    const { state, result, failure, relatives, problems, deadline, at } = shown
    expect(plain({ state, result, failure, relatives, problems, deadline, at })).toEqual({
      relatives: {},
      at: '+9s',
      ...closed,
    })
    const [step] = shown.steps
    expect([step!.state, step!.closed, step!.deadline, step!.attempts[0]!.state]).toEqual([
      'abandoned',
      undefined,
      undefined,
      'abandoned',
    ])
  })

  it('shows decision tasks that timed out, and one that no decider has started', async () => {
    const history = row(
      started(),
      [0, 'DecisionTaskScheduled', { taskList: { name: 'sticky' } }],
      [
        5,
        'DecisionTaskTimedOut',
        { scheduledEventId: 2, startedEventId: 0, timeoutType: 'SCHEDULE_TO_START' },
      ],
      [5, 'DecisionTaskScheduled', { taskList: { name: 'orders' } }],
      [6, 'DecisionTaskStarted', { scheduledEventId: 4, identity: 'host:12' }],
      [16, 'DecisionTaskTimedOut', { scheduledEventId: 4, startedEventId: 5, timeoutType: 'START_TO_CLOSE' }],
      [16, 'DecisionTaskScheduled', { taskList: { name: 'orders' } }],
      [17, 'DecisionTaskStarted', { scheduledEventId: 7 }],
    )
    expect(plain((await view(history, { now: after(20) })).decisionTasks)).toEqual([
      {
        scheduled: '2 +0s',
        closed: '3 +5s',
        state: 'timedOut',
        timeoutType: 'SCHEDULE_TO_START',
        queueWait: 5000,
        taskList: 'sticky',
      },
      {
        scheduled: '4 +5s',
        started: '5 +6s',
        closed: '6 +16s',
        state: 'timedOut',
        timeoutType: 'START_TO_CLOSE',
        queueWait: 1000,
        decisionTime: 10_000,
        identity: 'host:12',
        taskList: 'orders',
      },
      {
        scheduled: '7 +16s',
        started: '8 +17s',
        state: 'started',
        queueWait: 1000,
        decisionTime: 3000,
        taskList: 'orders',
      },
    ])
  })

  it('shows an earlier moment as it was then', async () => {
    const history = row(started(), ...decided(), scheduled(2), [9, 'WorkflowExecutionCompleted', {}])
    for (let at = 1; at < history.events.length; at++) {
      const cut = { ...history, events: history.events.slice(0, at) }
      expect(await view(history, { at, now: after(1e6) })).toEqual(await view(cut))
    }
    await expect(view(history, { at: 7 })).rejects.toThrow(
      'at is 7: expected the id of an event of this history, from 1 to 6',
    )
  })

  it.each<[string, () => ReturnType<typeof recorded>, string]>([
    ['is empty', () => row(), 'The history: it has no WorkflowExecutionStarted event at its beginning'],
    [
      'begins later',
      () => ({ events: row(started(), ...decided()).events.slice(1) }),
      'The history: it has no WorkflowExecutionStarted event at its beginning',
    ],
    [
      'has a gap',
      () => ({ events: row(started(), ...decided()).events.toSpliced(2, 1) }),
      'Event 4: it follows event 2, but events must be in order, without a gap',
    ],
    [
      'has times that are no dates',
      () => ({ events: [{ ...row(started()).events[0]!, eventTimestamp: 7 as unknown as Date }] }),
      'Event 1: it has no eventId, no eventType, or no Date as eventTimestamp',
    ],
  ])('refuses a history that %s', async (_, history, message) => {
    await expect(view(history())).rejects.toMatchObject({ code: 'HISTORY_INVALID', message })
  })

  it('passes long names and control characters on unchanged, and ignores events of unknown types', async () => {
    const hostile = `\u001b[2J\u0007${'x'.repeat(32_768)}\u202e\0`
    const history = row(
      started({
        workflowType: { name: hostile, version: hostile },
        taskList: { name: hostile },
        tagList: [hostile],
      }),
      [0, '__proto__' as 'MarkerRecorded'],
      [0, 'SomethingNew' as 'MarkerRecorded'],
      scheduled(1, {
        activityId: hostile,
        activityType: { name: hostile, version: '1' },
        taskList: { name: 'l' },
      }),
      [2, 'WorkflowExecutionSignaled', { signalName: '__proto__' }],
      [2, 'ActivityTaskFailed', { scheduledEventId: 4, reason: hostile }],
    )
    const { type, taskList, tags, steps } = await view(history)
    expect([
      type.name,
      type.version,
      taskList,
      tags[0],
      steps[0]!.id,
      steps[0]!.name,
      steps[1]!.name,
    ]).toEqual([hostile, hostile, hostile, hostile, hostile, hostile, '__proto__'])
    expect(steps[0]!.failure?.name).toBe(hostile)
  })

  it('takes well under a second for 25,000 events', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => {
      const id = 5 * index + 2
      return [
        scheduled(index, { activityId: `a${index % 900}`, input: 'x'.repeat(index % 50) }),
        [index, 'ActivityTaskStarted', { scheduledEventId: id }],
        [index, 'ActivityTaskFailed', { scheduledEventId: id, reason: 'Busy: later' }],
        [index, 'DecisionTaskScheduled', { taskList: { name: 'orders' } }],
        [index, 'WorkflowExecutionSignaled', { signalName: `s${index % 7}` }],
      ] as Row[]
    })
    const history = row(started(), ...rows.flat())
    const began = process.cpuUsage()
    const { steps, sizes } = await view(history)
    expect([steps.length, steps[0]!.attempts.length, sizes.events]).toEqual([5900, 6, 25_001])
    const { user, system } = process.cpuUsage(began) // not the time that passes: other processes take theirs
    expect((user + system) / 1000).toBeLessThan(1000)
  })
})
