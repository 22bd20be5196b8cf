import { activities, all, fork, now, signal, sleep, workflow, type AnyWorkflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

const { a } = activities<{ a(): Promise<string> }>({ startToClose: '5m' })
const note = signal<number>('note')
const other = signal<number>('other')

const send = (history: ReplayedHistory, value: number, signalName = 'note') =>
  history.record('WorkflowExecutionSignaled', { signalName, input: `{"json":${value}}` })

/** After an activity, with one signal before its completion and two after it. */
async function recorded(program: AnyWorkflow): Promise<ReplayedHistory> {
  const history = new ReplayedHistory(program)
  await history.task()
  send(history, 1)
  history.completed('1', 'A')
  send(history, 2)
  send(history, 3)
  return history
}

/** The history so far, with this answer, replays; and not without its markers. */
async function replays(history: ReplayedHistory): Promise<void> {
  await history.everyWay()
  await history.fresh().feed(history.events)
}

describe('drain and pending (S1)', () => {
  const drains = workflow({ name: 'w' }, async function* () {
    yield* a()
    return [yield* note.pending(), yield* note.drain(), yield* note.pending(), yield* note.drain()]
  })

  it('see the signals of the whole decision task, and drained ones are not delivered again', async () => {
    const history = await recorded(drains)
    expect(await history.task()).toEqual(['mark d9', 'complete [3,[1,2,3],0,[]]'])
    await replays(history)
  })

  it('see the same in a replay, whatever comes later', async () => {
    const goesOn = workflow({ name: 'w' }, async function* () {
      yield* a()
      const first = yield* note.drain()
      yield* sleep('1h')
      return [first, yield* note.drain()]
    })
    const history = await recorded(goesOn)
    history.begin()
    const decisions = await history.decide()
    send(history, 4)
    history.complete(decisions)
    send(history, 5)
    history.fired('2')
    send(history, 6)
    expect(await history.task()).toEqual(['mark d18', 'complete [[1,2,3],[4,5,6]]'])
    await replays(history)
  })

  it('without a marker in a completed task see what had been delivered, as older deciders did', async () => {
    const history = await recorded(drains)
    history.begin().complete([
      {
        decisionType: 'CompleteWorkflowExecution',
        completeWorkflowExecutionDecisionAttributes: { result: '{"json":[1,[1],0,[]]}' },
      },
    ])
    const replay = history.fresh()
    await replay.feed(history.events)
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
    const history = new ReplayedHistory(program)
    await history.task()
    history.completed('2', 'A')
    send(history, 1, 'other')
    send(history, 2, 'other')
    expect(await history.task()).toEqual(['complete [[0,[]],[1,2]]'])
    await replays(history)
  })

  it('leave signals that pending has counted to the next receiver, and don’t change the time', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* a()
      const at = yield* now()
      const count = yield* note.pending()
      const sum = [yield* note, yield* note, yield* note]
      return [count, sum, (yield* now()) > at]
    })
    const history = await recorded(program)
    expect(await history.task()).toEqual(['mark d9', 'complete [3,[1,2,3],true]'])
    await replays(history)
  })

  it('need no marker if the channel has no further signals', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* a()
      return [yield* other.drain(), yield* other.pending()]
    })
    const history = await recorded(program)
    expect(await history.task()).toEqual(['complete [[],0]'])
    await replays(history)
  })

  it('of a marker that the program does not ask for are nondeterminism', async () => {
    const history = await recorded(drains)
    await history.task()
    const changed = new ReplayedHistory(
      workflow({ name: 'w' }, async function* () {
        yield* a()
        return 5
      }),
    )
    await expect(changed.fresh().feed(history.events)).resolves.toBe(undefined)
    const replay = changed.fresh()
    await replay.feed(history.events)
    await expect(replay.decisions()).rejects.toMatchObject({ code: 'NON_DETERMINISM' })
  })

  it('make a cached replay stale when their task has timed out, since there may be more signals', async () => {
    const history = await recorded(drains)
    history.begin()
    await history.decide()
    send(history, 4)
    history.record('DecisionTaskTimedOut', { startedEventId: 11 })
    history.begin()
    await expect(history.decide()).rejects.toMatchObject({ code: 'CACHE_STALE' })
    history.replay = history.fresh()
    history.complete(await history.decide())
    expect(history.events.at(-1)).toMatchObject({
      workflowExecutionCompletedEventAttributes: { result: '{"json":[4,[1,2,3,4],0,[]]}' },
    })
    await replays(history)
  })

  it('whose marker was lost with its answer look again', async () => {
    const history = await recorded(drains)
    history.begin()
    await history.decide()
    history.record('DecisionTaskTimedOut', { startedEventId: 11 })
    history.replay = history.fresh()
    send(history, 4)
    expect(await history.task()).toEqual(['mark d13', 'complete [4,[1,2,3,4],0,[]]'])
    await replays(history)
  })
})
