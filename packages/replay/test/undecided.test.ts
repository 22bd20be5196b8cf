import { activities, patched, sideEffect, signal, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { Story } from './story.ts'

const { a, b } = activities<{ a(): Promise<string>; b(): Promise<string> }>({ startToClose: '5m' })
const note = signal<string>('note')

const retry = {
  decisionType: 'StartTimer',
  startTimerDecisionAttributes: { timerId: '~retry', startToFireTimeout: '60' },
} as const

const send = (story: Story, value: string, signalName = 'note') =>
  story.tell('WorkflowExecutionSignaled', { signalName, input: `{"json":"${value}"}` })

function refuse(story: Story, markers: readonly string[] = [], kind = 'Complete') {
  const decisionTaskCompletedEventId = story.tell('DecisionTaskCompleted')
  for (const markerName of markers) story.tell('MarkerRecorded', { markerName, decisionTaskCompletedEventId })
  story.tell(`${kind}WorkflowExecutionFailed`, { cause: 'UNHANDLED_DECISION', decisionTaskCompletedEventId })
}

describe('a decision task that decided nothing (H4)', () => {
  const forgetful = workflow({ name: 'w' }, async function* () {
    yield* a()
    b()
    return 'done'
  })

  it('because it was held does not hide what held it from the next one', async () => {
    const story = new Story(forgetful)
    await story.task()
    story.completed('1', 'A').begin().complete([retry])
    story.replay = story.fresh()
    story.fired('~retry').begin()
    await expect(story.decide()).rejects.toMatchObject({ code: 'OPERATION_NEVER_YIELDED' })
    story.complete([retry])
    send(story, 'meanwhile')
    story.begin().complete([]) // the answer of a decider that can't decide while ~retry is open
    story.fired('~retry').begin()
    await expect(story.everyWay()).rejects.toMatchObject({ code: 'OPERATION_NEVER_YIELDED' })
  })

  it('because it was held is decided by fixed code as if it had never been', async () => {
    const fixed = workflow({ name: 'w' }, async function* () {
      yield* a()
      const seen = yield* sideEffect(() => 7)
      return [yield* patched('new'), seen, yield* note.drain()]
    })
    const story = new Story(fixed)
    await story.task()
    story.completed('1', 'A').begin().complete([retry])
    story.replay = story.fresh()
    send(story, 'x')
    story.begin().complete([])
    story.fired('~retry')
    expect(await story.task()).toEqual(['mark s2 7', 'mark pnew', 'mark d15', 'complete [true,7,["x"]]'])
    await story.fresh().feed(story.events)
  })

  it('with an empty batch and no ~retry open was decided', async () => {
    const story = new Story(
      workflow({ name: 'w' }, async function* () {
        yield* note
        return yield* patched('new')
      }),
    )
    await story.task()
    send(story, 'x')
    story.begin().complete([])
    story.replay = story.fresh()
    expect(await story.task()).toEqual(['complete false'])
  })

  it('drops a kept replay that had decided it', async () => {
    const story = new Story(forgetful, undefined, { guards: 'off' })
    await story.task()
    story.completed('1', 'A').begin()
    await story.decide()
    story.complete([retry]).begin()
    await expect(story.decide()).rejects.toMatchObject({ code: 'CACHE_STALE' })
  })

  const drains = workflow({ name: 'w' }, async function* () {
    yield* a()
    return yield* note.drain()
  })

  it('as SWF refused its close: signals of meanwhile are drained before the return', async () => {
    const story = new Story(drains)
    await story.task()
    send(story, 'one')
    story.completed('1', 'A')
    send(story, 'two')
    story.begin()
    const decisions = await story.decide()
    send(story, 'three')
    refuse(story, [decisions[0]!.recordMarkerDecisionAttributes!.markerName!])
    story.begin()
    await expect(story.decide()).rejects.toMatchObject({ code: 'CACHE_STALE' })
    story.replay = story.fresh()
    expect((await story.everyWay()).decisions).toHaveLength(2)
    story.complete(await story.decide())
    expect(story.events.slice(-2)).toMatchObject([
      { markerRecordedEventAttributes: { markerName: 'd11' } },
      { workflowExecutionCompletedEventAttributes: { result: '{"json":["one","two","three"]}' } },
    ])
    await story.fresh().feed(story.events)
  })

  it.each([['Fail'], ['Cancel'], ['ContinueAsNew']])('as SWF refused to close it as %s', async kind => {
    const story = new Story(drains)
    await story.task()
    story.completed('1', 'A').begin()
    send(story, 'late')
    refuse(story, [], kind)
    story.replay = story.fresh()
    expect(await story.task()).toEqual(['mark d9', 'complete ["late"]'])
  })

  it('with a marker beside the refused close was decided: the program is over (L7)', async () => {
    const marked = workflow({ name: 'w' }, async function* () {
      yield* a()
      const seen = yield* sideEffect(() => 7)
      return [seen, yield* note.drain()]
    })
    const story = new Story(marked)
    await story.task()
    story.completed('1', 'A').begin()
    send(story, 'late')
    const decisionTaskCompletedEventId = story.tell('DecisionTaskCompleted')
    story.tell('MarkerRecorded', { markerName: 's2', details: '{"json":7}', decisionTaskCompletedEventId })
    story.tell('CompleteWorkflowExecutionFailed', {
      cause: 'UNHANDLED_DECISION',
      decisionTaskCompletedEventId,
    })
    story.replay = story.fresh()
    expect(await story.task()).toEqual(['complete [7,[]]'])
  })
})

describe("the engine's own signal (S4)", () => {
  it('brings a task and is nothing to the program', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* sleep('1h')
    })
    const story = new Story(program)
    await story.task()
    send(story, 'x', '~nudge')
    expect(await story.task()).toEqual([])
    expect(story.replay.report()).toMatchObject({ unread: [], warnings: [] })
    const { report } = await story.everyWay()
    expect(report).toMatchObject({ unread: [], warnings: [] })
  })

  it('leaves its name to nobody', () => {
    expect(() => signal('~mine')).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }))
  })
})
