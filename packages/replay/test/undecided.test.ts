import { activities, patched, sideEffect, signal, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

const { a, b } = activities<{ a(): Promise<string>; b(): Promise<string> }>({ startToClose: '5m' })
const note = signal<string>('note')

const retry = {
  decisionType: 'StartTimer',
  startTimerDecisionAttributes: { timerId: '~retry', startToFireTimeout: '60' },
} as const

const send = (history: ReplayedHistory, value: string, signalName = 'note') =>
  history.record('WorkflowExecutionSignaled', { signalName, input: `{"json":"${value}"}` })

function refuse(history: ReplayedHistory, markers: readonly string[] = [], kind = 'Complete') {
  const decisionTaskCompletedEventId = history.record('DecisionTaskCompleted')
  for (const markerName of markers)
    history.record('MarkerRecorded', { markerName, decisionTaskCompletedEventId })
  history.record(`${kind}WorkflowExecutionFailed`, {
    cause: 'UNHANDLED_DECISION',
    decisionTaskCompletedEventId,
  })
}

describe('a decision task that decided nothing (H4)', () => {
  const forgetful = workflow({ name: 'w' }, async function* () {
    yield* a()
    b()
    return 'done'
  })

  it('because it was held does not hide the cause from the next one', async () => {
    const history = new ReplayedHistory(forgetful)
    await history.task()
    history.completed('1', 'A').begin().complete([retry])
    history.replay = history.fresh()
    history.fired('~retry').begin()
    await expect(history.decide()).rejects.toMatchObject({ code: 'OPERATION_NEVER_YIELDED' })
    history.complete([retry])
    send(history, 'meanwhile')
    history.begin().complete([]) // the answer of a decider that can't decide while ~retry is open
    history.fired('~retry').begin()
    await expect(history.everyWay()).rejects.toMatchObject({ code: 'OPERATION_NEVER_YIELDED' })
  })

  it('because it was held is ignored when fixed code decides the next one', async () => {
    const fixed = workflow({ name: 'w' }, async function* () {
      yield* a()
      const seen = yield* sideEffect(() => 7)
      return [yield* patched('new'), seen, yield* note.drain()]
    })
    const history = new ReplayedHistory(fixed)
    await history.task()
    history.completed('1', 'A').begin().complete([retry])
    history.replay = history.fresh()
    send(history, 'x')
    history.begin().complete([])
    history.fired('~retry')
    expect(await history.task()).toEqual(['mark s2 7', 'mark pnew', 'mark d15', 'complete [true,7,["x"]]'])
    await history.fresh().feed(history.events)
  })

  it('with an empty batch and no ~retry open was decided', async () => {
    const history = new ReplayedHistory(
      workflow({ name: 'w' }, async function* () {
        yield* note
        return yield* patched('new')
      }),
    )
    await history.task()
    send(history, 'x')
    history.begin().complete([])
    history.replay = history.fresh()
    expect(await history.task()).toEqual(['complete false'])
  })

  it('makes a cached replay that had decided it stale', async () => {
    const history = new ReplayedHistory(forgetful, undefined, { guards: 'off' })
    await history.task()
    history.completed('1', 'A').begin()
    await history.decide()
    history.complete([retry]).begin()
    await expect(history.decide()).rejects.toMatchObject({ code: 'CACHE_STALE' })
  })

  const drains = workflow({ name: 'w' }, async function* () {
    yield* a()
    return yield* note.drain()
  })

  it('because SWF refused its close: new signals are drained before the return', async () => {
    const history = new ReplayedHistory(drains)
    await history.task()
    send(history, 'one')
    history.completed('1', 'A')
    send(history, 'two')
    history.begin()
    const decisions = await history.decide()
    send(history, 'three')
    refuse(history, [decisions[0]!.recordMarkerDecisionAttributes!.markerName!])
    history.begin()
    await expect(history.decide()).rejects.toMatchObject({ code: 'CACHE_STALE' })
    history.replay = history.fresh()
    expect((await history.everyWay()).decisions).toHaveLength(2)
    history.complete(await history.decide())
    expect(history.events.slice(-2)).toMatchObject([
      { markerRecordedEventAttributes: { markerName: 'd11' } },
      { workflowExecutionCompletedEventAttributes: { result: '{"json":["one","two","three"]}' } },
    ])
    await history.fresh().feed(history.events)
  })

  it.each([['Fail'], ['Cancel'], ['ContinueAsNew']])(
    'because SWF refused to close the execution by %s',
    async kind => {
      const history = new ReplayedHistory(drains)
      await history.task()
      history.completed('1', 'A').begin()
      send(history, 'late')
      refuse(history, [], kind)
      history.replay = history.fresh()
      expect(await history.task()).toEqual(['mark d9', 'complete ["late"]'])
    },
  )

  it('with a marker beside the refused close counts as decided: the program has ended (L7)', async () => {
    const marked = workflow({ name: 'w' }, async function* () {
      yield* a()
      const seen = yield* sideEffect(() => 7)
      return [seen, yield* note.drain()]
    })
    const history = new ReplayedHistory(marked)
    await history.task()
    history.completed('1', 'A').begin()
    send(history, 'late')
    const decisionTaskCompletedEventId = history.record('DecisionTaskCompleted')
    history.record('MarkerRecorded', {
      markerName: 's2',
      details: '{"json":7}',
      decisionTaskCompletedEventId,
    })
    history.record('CompleteWorkflowExecutionFailed', {
      cause: 'UNHANDLED_DECISION',
      decisionTaskCompletedEventId,
    })
    history.replay = history.fresh()
    expect(await history.task()).toEqual(['complete [7,[]]'])
  })
})

describe("the engine's own signal (S4)", () => {
  it('causes a decision task, and the program does not see it', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* sleep('1h')
    })
    const history = new ReplayedHistory(program)
    await history.task()
    send(history, 'x', '~nudge')
    expect(await history.task()).toEqual([])
    expect(history.replay.report()).toMatchObject({ unread: [], warnings: [] })
    const { report } = await history.everyWay()
    expect(report).toMatchObject({ unread: [], warnings: [] })
  })

  it('has a name that no program can use', () => {
    expect(() => signal('~mine')).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }))
  })
})
