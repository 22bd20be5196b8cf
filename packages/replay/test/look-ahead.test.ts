import { activities, all, fork, now, signal, sleep, workflow, type AnyWorkflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { Story } from './story.ts'

const { a } = activities<{ a(): Promise<string> }>({ startToClose: '5m' })
const note = signal<number>('note')
const other = signal<number>('other')

const send = (story: Story, value: number, signalName = 'note') =>
  story.tell('WorkflowExecutionSignaled', { signalName, input: `{"json":${value}}` })

/** Behind an activity, with one signal before its completion and two behind. */
async function told(program: AnyWorkflow): Promise<Story> {
  const story = new Story(program)
  await story.task()
  send(story, 1)
  story.completed('1', 'A')
  send(story, 2)
  send(story, 3)
  return story
}

/** The history so far, with this answer, replays; and not without its markers. */
async function replays(story: Story): Promise<void> {
  await story.everyWay()
  await story.fresh().feed(story.events)
}

describe('drain and pending (S1)', () => {
  const drains = workflow({ name: 'w' }, async function* () {
    yield* a()
    return [yield* note.pending(), yield* note.drain(), yield* note.pending(), yield* note.drain()]
  })

  it('see the signals of the whole decision task, and what is drained is not delivered again', async () => {
    const story = await told(drains)
    expect(await story.task()).toEqual(['mark d9', 'complete [3,[1,2,3],0,[]]'])
    await replays(story)
  })

  it('see the same in a replay, whatever comes later', async () => {
    const goesOn = workflow({ name: 'w' }, async function* () {
      yield* a()
      const first = yield* note.drain()
      yield* sleep('1h')
      return [first, yield* note.drain()]
    })
    const story = await told(goesOn)
    story.begin()
    const decisions = await story.decide()
    send(story, 4)
    story.complete(decisions)
    send(story, 5)
    story.fired('2')
    send(story, 6)
    expect(await story.task()).toEqual(['mark d18', 'complete [[1,2,3],[4,5,6]]'])
    await replays(story)
  })

  it('without a marker in a completed task see what had been delivered, as older deciders did', async () => {
    const story = await told(drains)
    story.begin().complete([
      {
        decisionType: 'CompleteWorkflowExecution',
        completeWorkflowExecutionDecisionAttributes: { result: '{"json":[1,[1],0,[]]}' },
      },
    ])
    const replay = story.fresh()
    await replay.feed(story.events)
    await replay.decisions()
    expect(replay.report().ended).toEqual({ result: [1, [1], 0, []] })
  })

  it('leave a signal to the receiver that waits for it', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const waiting = yield* fork(all([other, other]))
      yield* a()
      const seen = [yield* other.pending(), yield* other.drain()]
      return [seen, yield* waiting.join()]
    })
    const story = new Story(program)
    await story.task()
    story.completed('2', 'A')
    send(story, 1, 'other')
    send(story, 2, 'other')
    expect(await story.task()).toEqual(['complete [[0,[]],[1,2]]'])
    await replays(story)
  })

  it('leave what pending has counted to the next receiver, and time as it is', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* a()
      const at = yield* now()
      const count = yield* note.pending()
      const sum = [yield* note, yield* note, yield* note]
      return [count, sum, (yield* now()) > at]
    })
    const story = await told(program)
    expect(await story.task()).toEqual(['mark d9', 'complete [3,[1,2,3],true]'])
    await replays(story)
  })

  it('need no marker where nothing of the channel is to come', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* a()
      return [yield* other.drain(), yield* other.pending()]
    })
    const story = await told(program)
    expect(await story.task()).toEqual(['complete [[],0]'])
    await replays(story)
  })

  it('of a marker that the program does not ask for are non-determinism', async () => {
    const story = await told(drains)
    await story.task()
    const changed = new Story(
      workflow({ name: 'w' }, async function* () {
        yield* a()
        return 5
      }),
    )
    await expect(changed.fresh().feed(story.events)).resolves.toBe(undefined)
    const replay = changed.fresh()
    await replay.feed(story.events)
    await expect(replay.decisions()).rejects.toMatchObject({ code: 'NON_DETERMINISM' })
  })

  it('make a kept replay start anew when their task has timed out, as more may have come', async () => {
    const story = await told(drains)
    story.begin()
    await story.decide()
    send(story, 4)
    story.tell('DecisionTaskTimedOut', { startedEventId: 11 })
    story.begin()
    await expect(story.decide()).rejects.toMatchObject({ code: 'CACHE_STALE' })
    story.replay = story.fresh()
    story.complete(await story.decide())
    expect(story.events.at(-1)).toMatchObject({
      workflowExecutionCompletedEventAttributes: { result: '{"json":[4,[1,2,3,4],0,[]]}' },
    })
    await replays(story)
  })

  it('whose marker was lost with its answer look again', async () => {
    const story = await told(drains)
    story.begin()
    await story.decide()
    story.tell('DecisionTaskTimedOut', { startedEventId: 11 })
    story.replay = story.fresh()
    send(story, 4)
    expect(await story.task()).toEqual(['mark d13', 'complete [4,[1,2,3,4],0,[]]'])
    await replays(story)
  })
})
