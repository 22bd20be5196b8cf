import { activities, patched, race, signal, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

interface Impl {
  a(): Promise<string>
  b(): Promise<string>
}
const { a, b } = activities<Impl>({ startToClose: '5m' })
const one = workflow({ name: 'one' }, async function* () {
  yield* a()
  yield* sleep('1m')
  return 'done'
})
const schedule = (activityId: string, name: string, version = '1.0') => ({
  decisionType: 'ScheduleActivityTask' as const,
  scheduleActivityTaskDecisionAttributes: { activityId, activityType: { name, version } },
})

describe('a batch that the program does not want is nondeterminism (W2)', () => {
  it.each([
    ['another activity', schedule('1', 'b'), "asks for activity a 1.0 under id '1'", '1', 'b 1.0'],
    ['another version', schedule('1', 'a', '2.0'), "asks for activity a 1.0 under id '1'", '1', 'a 2.0'],
    ['another id', schedule('2', 'a'), "does not ask for activity '2' there", '2', 'a 1.0'],
    [
      'another kind',
      { decisionType: 'StartTimer', startTimerDecisionAttributes: { timerId: '1', startToFireTimeout: '5' } },
      "does not ask for timer '1' there",
      '1',
      undefined,
    ],
    [
      'an end',
      { decisionType: 'CompleteWorkflowExecution', completeWorkflowExecutionDecisionAttributes: {} },
      'has not ended there',
      undefined,
      undefined,
    ],
    [
      'a failure',
      { decisionType: 'FailWorkflowExecution', failWorkflowExecutionDecisionAttributes: {} },
      'has not ended there',
      undefined,
      undefined,
    ],
  ] as const)('%s', async (_, decision, problem, id, type) => {
    const history = new ReplayedHistory(one).begin().complete([decision])
    await expect(history.everyWay()).rejects.toMatchObject({
      code: 'NON_DETERMINISM',
      recorded: { eventId: 5, id, type },
      asked: [{ kind: 'activity', id: '1', state: 'wanted', name: 'a', version: '1.0' }],
      message: expect.stringContaining(problem) as string,
    })
  })

  it('a cancel of an operation that is still awaited', async () => {
    const history = new ReplayedHistory(one)
    await history.task()
    history.begin().complete([
      {
        decisionType: 'RequestCancelActivityTask',
        requestCancelActivityTaskDecisionAttributes: { activityId: '1' },
      },
    ])
    await expect(history.everyWay()).rejects.toMatchObject({ code: 'NON_DETERMINISM' })
  })

  it('a marker that no operation asks for', async () => {
    const history = new ReplayedHistory(one).begin()
    const decisionTaskCompletedEventId = history.record('DecisionTaskCompleted')
    history.record('MarkerRecorded', { markerName: 'x', decisionTaskCompletedEventId })
    await expect(history.everyWay()).rejects.toMatchObject({
      code: 'NON_DETERMINISM',
      recorded: { eventType: 'MarkerRecorded' },
    })
  })

  it('is reported as a diff of history and program', async () => {
    const history = new ReplayedHistory(one).begin().complete([schedule('1', 'b')])
    const error = (await history.everyWay().catch((e: unknown) => e)) as Error
    expect(error.message).toBe(
      [
        "Workflow 'one' doesn't do what its history records",
        "- history: event 5 ActivityTaskScheduled id '1' b 1.0",
        "+ program: asks for activity a 1.0 under id '1'",
        "           wants activity id '1' a 1.0",
        "Likely: the code at this place was changed from 'b' to 'a' without patched(…)",
        'The execution is left as it is: deploy code that fits its history',
      ].join('\n'),
    )
  })

  it('a cached replay never reports nondeterminism, but that it is stale (W4)', async () => {
    const history = new ReplayedHistory(one).begin()
    await history.decide()
    history.complete([schedule('1', 'b')]).begin()
    await expect(history.decide()).rejects.toMatchObject({ code: 'CACHE_STALE' })
    await expect(history.decide()).rejects.toMatchObject({ code: 'CACHE_STALE' }) // and stays unusable
  })

  it('a cached replay never holds an execution for a payload that only it asks for (W4)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      return (yield* patched('asks')) ? yield* signal('asked') : yield* a()
    })
    const history = new ReplayedHistory(program).begin()
    await history.decide() // it waits for the signal
    history.record('DecisionTaskTimedOut', { scheduledEventId: 2, startedEventId: 3 })
    history.record('WorkflowExecutionSignaled', { signalName: 'asked', input: 'not readable' })
    history.begin().complete([schedule('1', 'a')]) // by older code
    history.begin()
    await expect(history.decide()).rejects.toMatchObject({ code: 'CACHE_STALE' })
    const fresh = history.fresh()
    await fresh.feed(history.events)
    expect(await fresh.decisions()).toEqual([])
  })
})

describe('an operation that is wanted and not recorded', () => {
  it('is asked for again (W1), and reported as late (W2)', async () => {
    const history = new ReplayedHistory(one).begin().complete([]).begin()
    const { decisions, report } = await history.everyWay()
    expect(decisions).toHaveLength(1)
    expect(report.late).toEqual([{ kind: 'activity', id: '1', eventId: 4 }])
  })

  it('is not asked for again if a lost answer was recorded (W1)', async () => {
    const history = new ReplayedHistory(one).begin()
    history.complete(await history.decide()).begin()
    expect((await history.everyWay()).decisions).toEqual([])
    expect(await history.decide()).toEqual([])
  })

  it('is never checked if it is an engine timer (L8)', async () => {
    const history = new ReplayedHistory(one).begin().complete([
      schedule('1', 'a'),
      {
        decisionType: 'StartTimer',
        startTimerDecisionAttributes: { timerId: '~retry', startToFireTimeout: '60' },
      },
    ])
    history.fired('~retry').begin()
    expect((await history.everyWay()).decisions).toEqual([])
  })
})

describe('events around decision tasks', () => {
  it('those recorded while a task is open are delivered after the check of its batch (H1)', async () => {
    // a signal-like event between Started and Completed withdraws what the batch then records
    const program = workflow({ name: 'w' }, async function* () {
      yield* race([a(), sleep('5s')])
      yield* race([b(), sleep('5s')])
      return 'end'
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.completed('1.1.1').begin()
    const second = await history.decide()
    history.fired('1.2.1') // the timer fired before its cancel was recorded
    history.complete(second.filter(d => d.decisionType !== 'CancelTimer'))
    history.begin()
    expect((await history.everyWay()).decisions).toEqual([])
    expect(await history.decide()).toEqual([])
  })

  it('a timed-out task is merged into the next (H4), cached or new', async () => {
    const history = new ReplayedHistory(one).begin()
    await history.decide()
    history.record('DecisionTaskTimedOut', {
      timeoutType: 'START_TO_CLOSE',
      scheduledEventId: 2,
      startedEventId: 3,
    })
    history.begin()
    const kept = await history.decide()
    expect(kept).toHaveLength(1)
    expect((await history.everyWay()).decisions).toEqual(kept)
  })

  it('a SCHEDULE_TO_START timeout changes nothing (H4)', async () => {
    const history = new ReplayedHistory(one)
    history.record('DecisionTaskScheduled')
    history.record('DecisionTaskTimedOut', {
      timeoutType: 'SCHEDULE_TO_START',
      scheduledEventId: 2,
      startedEventId: 0,
    })
    history.begin()
    expect((await history.everyWay()).decisions).toHaveLength(1)
  })

  it('events after the open DecisionTaskStarted are kept and not delivered (H3)', async () => {
    const history = new ReplayedHistory(one)
    await history.task()
    history.begin()
    history.completed('1')
    expect((await history.everyWay()).decisions).toEqual([])
    expect(await history.decide()).toEqual([])
    history.complete().begin()
    expect((await history.everyWay()).decisions).toHaveLength(1)
    expect(await history.decide()).toHaveLength(1)
  })

  it('events with the batch id that come later are not in the batch (H2)', async () => {
    const history = new ReplayedHistory(one).begin()
    const decisionTaskCompletedEventId = history.record('DecisionTaskCompleted')
    history.record('ActivityTaskScheduled', {
      activityId: '1',
      activityType: { name: 'a', version: '1.0' },
      decisionTaskCompletedEventId,
    })
    history.record('SignalExternalWorkflowExecutionFailed', {
      decisionTaskCompletedEventId,
      initiatedEventId: 99,
    })
    history.begin()
    expect((await history.everyWay()).decisions).toEqual([])
  })

  it('ids that were fed before are skipped; a gap makes the cache stale (H9)', async () => {
    const history = new ReplayedHistory(one)
    await history.task()
    const { replay } = history
    await replay.feed(history.events)
    await replay.feed(history.events.slice(0, 3))
    expect(replay.lastEventId).toBe(5)
    await expect(replay.feed([{ ...history.events[0]!, eventId: 9 }])).rejects.toMatchObject({
      code: 'CACHE_STALE',
    })
  })

  it.each([
    ['a beginning that is not event 1', [{ eventId: 7, eventType: 'TimerFired' }]],
    ['an event without a type', [{ eventId: 1 }]],
    ['an event without an id', [{ eventType: 'WorkflowExecutionStarted' }]],
    [
      'a start without attributes',
      [
        { eventId: 1, eventType: 'WorkflowExecutionStarted' },
        { eventId: 2, eventType: 'DecisionTaskScheduled' },
        { eventId: 3, eventType: 'DecisionTaskStarted' },
      ],
    ],
    [
      'a task without a start',
      [
        { eventId: 1, eventType: 'DecisionTaskScheduled' },
        { eventId: 2, eventType: 'DecisionTaskStarted' },
      ],
    ],
  ])('%s is not a history (HISTORY_INVALID)', async (_, events) => {
    const replay = new ReplayedHistory(one).fresh()
    await expect(replay.feed(events as never).then(() => replay.decisions())).rejects.toMatchObject({
      code: 'HISTORY_INVALID',
    })
  })
})

describe('a refused start', () => {
  const careful = workflow({ name: 'w' }, async function* () {
    try {
      return yield* a()
    } catch (error) {
      const { code, swfCause } = error as Record<string, string>
      return { code, swfCause }
    }
  })
  const refuse = (history: ReplayedHistory, cause: string) => {
    const decisionTaskCompletedEventId = history.record('DecisionTaskCompleted')
    history.record('ScheduleActivityTaskFailed', {
      activityId: '1',
      activityType: { name: 'a', version: '1.0' },
      cause,
      decisionTaskCompletedEventId,
    })
  }

  it('is delivered as an error in the next episode (H6)', async () => {
    const history = new ReplayedHistory(careful).begin()
    await history.decide()
    refuse(history, 'ACTIVITY_TYPE_DOES_NOT_EXIST')
    history.begin()
    const kept = await history.decide()
    expect((await history.everyWay()).decisions).toEqual(kept)
    expect(history.complete(kept).events.at(-1)).toMatchObject({
      eventType: 'WorkflowExecutionCompleted',
      workflowExecutionCompletedEventAttributes: {
        result: '{"json":{"code":"ACTIVITY_NOT_SCHEDULED","swfCause":"ACTIVITY_TYPE_DOES_NOT_EXIST"}}',
      },
    })
  })

  it('for rate or limit is held until ~back fires, then asked for again, with longer and longer waits (L2)', async () => {
    const history = new ReplayedHistory(careful).begin()
    for (const seconds of ['1', '2', '4']) {
      expect(await history.decide()).toHaveLength(1)
      refuse(history, 'ACTIVITY_CREATION_RATE_EXCEEDED')
      expect(await history.task()).toEqual([`start ~back ${seconds}s`])
      expect(await history.task()).toEqual([]) // one at a time
      history.fired('~back').begin()
    }
    expect(await history.decide()).toHaveLength(1)
    expect((await history.everyWay()).decisions).toHaveLength(1)
  })

  it('of a timer arrives as TimerNotStartedError', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      try {
        yield* sleep('5s')
      } catch (error) {
        return (error as { code: string }).code
      }
      return undefined
    })
    const history = new ReplayedHistory(program).begin()
    const decisionTaskCompletedEventId = history.record('DecisionTaskCompleted')
    history.record('StartTimerFailed', {
      timerId: '1',
      cause: 'OPERATION_NOT_PERMITTED',
      decisionTaskCompletedEventId,
    })
    expect(await history.task()).toEqual(['complete "TIMER_NOT_STARTED"'])
  })
})

describe('a refused close (L7)', () => {
  const end = workflow({ name: 'end' }, function* () {
    return yield* a()
  })
  const refuseClose = (history: ReplayedHistory, cause: string) => {
    const decisionTaskCompletedEventId = history.record('DecisionTaskCompleted')
    history.record('CompleteWorkflowExecutionFailed', { cause, decisionTaskCompletedEventId })
  }

  it('for new events is asked for again at once', async () => {
    const history = new ReplayedHistory(end)
    await history.task()
    history.completed('1', 'A').begin()
    const close = await history.decide()
    history.record('WorkflowExecutionSignaled', { signalName: 'x' })
    refuseClose(history, 'UNHANDLED_DECISION')
    history.begin()
    await expect(history.decide()).rejects.toMatchObject({ code: 'CACHE_STALE' }) // H4: a new replay is needed
    expect((await history.everyWay()).decisions).toEqual(close)
  })

  it('for another cause waits for ~back', async () => {
    const history = new ReplayedHistory(end)
    await history.task()
    history.completed('1', 'A').begin()
    await history.decide()
    refuseClose(history, 'OPERATION_NOT_PERMITTED')
    expect(await history.task()).toEqual(['start ~back 1s'])
    history.fired('~back')
    expect(await history.task()).toEqual(['complete "A"'])
  })
})
