import { text } from '@reyield/data'
import { activities, all, race, signal, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { Story } from './story.ts'

const { a } = activities<{ a(value?: unknown): Promise<string> }>({ startToClose: '5m' })
const approved = signal<{ by: string }>('approved')
const rejected = signal('rejected')
const note = signal<string>('note', { serializer: text })

const signaled = (story: Story, signalName: string, input?: string) =>
  story.tell('WorkflowExecutionSignaled', { signalName, input, externalInitiatedEventId: 0 })

describe('signals (C12)', () => {
  it('go to who waits for them', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      return (yield* approved).by
    })
    const story = new Story(program)
    expect(await story.task()).toEqual([])
    expect(story.replay.report().waiting).toEqual([{ kind: 'signal', id: 'approved', state: 'open' }])
    signaled(story, 'approved', '{"json":{"by":"me"}}')
    story.begin()
    const kept = await story.decide()
    expect((await story.everyWay()).decisions).toEqual(kept)
    story.complete(kept)
    expect(story.events.at(-1)!.eventType).toBe('WorkflowExecutionCompleted')
  })

  it('are buffered in order, none lost, also before the first decision', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const waiting = yield* note.pending() // also those whose turn has not come (S1)
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
    const story = new Story(program)
    signaled(story, 'note', 'one')
    signaled(story, 'note', 'two')
    await story.task()
    for (const text of ['three', 'four']) signaled(story, 'note', text)
    story.completed('1')
    expect(await story.task()).toEqual(['complete [2,"one","two",["three","four"],[],0]'])
  })

  it('take no number: an operation after them keeps its id (W5)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* note.pending()
      yield* note
      yield* a()
    })
    const story = new Story(program)
    await story.task()
    signaled(story, 'note', 'x')
    expect(await story.task()).toEqual(['schedule 1 a'])
  })

  it('a race of two channels that both have one takes one only (C1)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* a()
      const first = yield* race({ approved, rejected })
      return [first.winner, yield* rejected.pending(), yield* approved.pending()]
    })
    const story = new Story(program)
    await story.task()
    signaled(story, 'rejected')
    signaled(story, 'approved', '{"json":{"by":"me"}}')
    story.completed('1')
    expect(await story.task()).toEqual(['complete ["approved",1,0]'])
  })

  it('one that comes after a receiver has lost its race stays in the buffer', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const first = yield* race({ note, late: sleep('1m') })
      yield* a()
      return [first.winner, yield* note]
    })
    const story = new Story(program)
    await story.task()
    story.fired('1.2.1')
    signaled(story, 'note', 'too late')
    expect(await story.task()).toEqual(['schedule 2 a'])
    story.completed('2')
    expect(await story.task()).toEqual(['complete ["late","too late"]'])
  })

  it('go to the receiver that has waited longest', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      return yield* all([note, note, note])
    })
    const story = new Story(program)
    await story.task()
    for (const text of ['one', 'two', 'three']) signaled(story, 'note', text)
    expect(await story.task()).toEqual(['complete ["one","two","three"]'])
  })

  it('are refused a name that SWF has no room for', () => {
    expect(() => signal('')).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }))
    expect(() => signal('x'.repeat(257))).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }))
  })
})
