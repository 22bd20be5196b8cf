import { text } from '@reyield/data'
import { activities, all, race, signal, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

const { a } = activities<{ a(value?: unknown): Promise<string> }>({ startToClose: '5m' })
const approved = signal<{ by: string }>('approved')
const rejected = signal('rejected')
const note = signal<string>('note', { serializer: text })

const signaled = (history: ReplayedHistory, signalName: string, input?: string) =>
  history.record('WorkflowExecutionSignaled', { signalName, input, externalInitiatedEventId: 0 })

describe('signals (C12)', () => {
  it('go to the coroutine that waits for them', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      return (yield* approved).by
    })
    const history = new ReplayedHistory(program)
    expect(await history.task()).toEqual([])
    expect(history.replay.report().waiting).toEqual([{ kind: 'signal', id: 'approved', state: 'open' }])
    signaled(history, 'approved', '{"json":{"by":"me"}}')
    history.begin()
    const kept = await history.decide()
    expect((await history.everyWay()).decisions).toEqual(kept)
    history.complete(kept)
    expect(history.events.at(-1)!.eventType).toBe('WorkflowExecutionCompleted')
  })

  it('are buffered in order without loss, even before the first decision', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const waiting = yield* note.pending() // also those that are not delivered yet (S1)
      yield* a()
      return [
        waiting,
        yield* note,
        yield* note,
        yield* note.drain(),
        yield* note.drain(),
        yield* note.pending(),
      ]
    })
    const history = new ReplayedHistory(program)
    signaled(history, 'note', 'one')
    signaled(history, 'note', 'two')
    await history.task()
    for (const text of ['three', 'four']) signaled(history, 'note', text)
    history.completed('1')
    expect(await history.task()).toEqual(['complete [2,"one","two",["three","four"],[],0]'])
  })

  it('take no number, so an operation after them keeps its id (W5)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* note.pending()
      yield* note
      yield* a()
    })
    const history = new ReplayedHistory(program)
    await history.task()
    signaled(history, 'note', 'x')
    expect(await history.task()).toEqual(['schedule 1 a'])
  })

  it('a race of two channels that both have one receives only one (C1)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* a()
      const first = yield* race({ approved, rejected })
      return [first.winner, yield* rejected.pending(), yield* approved.pending()]
    })
    const history = new ReplayedHistory(program)
    await history.task()
    signaled(history, 'rejected')
    signaled(history, 'approved', '{"json":{"by":"me"}}')
    history.completed('1')
    expect(await history.task()).toEqual(['complete ["approved",1,0]'])
  })

  it('one that comes after a receiver has lost its race stays in the buffer', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const first = yield* race({ note, late: sleep('1m') })
      yield* a()
      return [first.winner, yield* note]
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.fired('1.2.1')
    signaled(history, 'note', 'too late')
    expect(await history.task()).toEqual(['schedule 2 a'])
    history.completed('2')
    expect(await history.task()).toEqual(['complete ["late","too late"]'])
  })

  it('go to the receiver that has waited longest', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      return yield* all([note, note, note])
    })
    const history = new ReplayedHistory(program)
    await history.task()
    for (const text of ['one', 'two', 'three']) signaled(history, 'note', text)
    expect(await history.task()).toEqual(['complete ["one","two","three"]'])
  })

  it('throw for a name that is too long for SWF', () => {
    expect(() => signal('')).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }))
    expect(() => signal('x'.repeat(257))).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }))
  })
})
