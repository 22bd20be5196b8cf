import {
  activities,
  all,
  allSettled,
  any,
  cancelRequested,
  isReyieldError,
  race,
  signal,
  sleep,
  workflow,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { Story } from './story.ts'

interface Impl {
  a(): Promise<string>
  b(): Promise<string>
  undo(what?: string): Promise<void>
}
const { a, b, undo } = activities<Impl>({ startToClose: '5m' })
const ask = (story: Story) => story.tell('WorkflowExecutionCancelRequested', { externalInitiatedEventId: 0 })
const wasCanceled = (error: unknown) => isReyieldError(error, 'CANCELED')

describe('a cancel request', () => {
  it('that nobody catches closes the execution as CANCELED, with no cancels along (C10, L6)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* all([a(), sleep('1h'), signal('never')])
    })
    const story = new Story(program)
    await story.task()
    ask(story)
    story.begin()
    const kept = await story.decide()
    expect(kept).toEqual([
      { decisionType: 'CancelWorkflowExecution', cancelWorkflowExecutionDecisionAttributes: {} },
    ])
    expect((await story.everyWay()).decisions).toEqual(kept)
    story.complete(kept)
    expect((await story.everyWay()).report.ended).toMatchObject({ error: { code: 'CANCELED' } })
  })

  it('is thrown at what the workflow waits for; a catch compensates, and a return closes as COMPLETED', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      try {
        yield* a()
      } catch (error) {
        yield* undo()
        return { canceled: wasCanceled(error) }
      }
      return 'done'
    })
    const story = new Story(program)
    await story.task()
    ask(story)
    expect(await story.task()).toEqual(['cancel activity 1', 'schedule 2 undo'])
    story.completed('2')
    expect(await story.task()).toEqual(['complete {"canceled":true}'])
  })

  it('is thrown at every leaf, before any sibling is ended (C7)', async () => {
    const heard: string[] = []
    function* branch(name: string) {
      try {
        yield* a()
      } catch (error) {
        if (wasCanceled(error)) heard.push(name)
        throw error
      }
    }
    const program = workflow({ name: 'w' }, async function* () {
      yield* all([branch('x'), all([branch('y'), branch('z')])])
    })
    const story = new Story(program)
    await story.task()
    ask(story)
    expect(await story.task()).toEqual(['CancelWorkflowExecution'])
    expect(heard).toEqual(['x', 'y', 'z'])
  })

  it.each([
    ['allSettled', () => allSettled([a(), b()])],
    ['any', () => any([a(), b()])],
    ['race', () => race({ x: a(), y: b() })],
    ['all', () => all([a(), b()])],
  ])('passes %s (C8)', async (_, make) => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* make()
      return 'swallowed'
    })
    const story = new Story(program)
    await story.task()
    ask(story)
    expect(await story.task()).toEqual(['CancelWorkflowExecution'])
  })

  it('is refused by a branch that catches it', async () => {
    function* stubborn() {
      try {
        yield* a()
      } catch {
        return 'caught'
      }
      return 'done'
    }
    const program = workflow({ name: 'w' }, async function* () {
      return yield* allSettled([stubborn(), stubborn()])
    })
    const story = new Story(program)
    await story.task()
    ask(story)
    expect(await story.task()).toEqual([
      'complete [{"status":"fulfilled","value":"caught"},{"status":"fulfilled","value":"caught"}]',
    ])
  })

  it('is thrown once: a second one changes nothing (C10)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      for (let times = 0; ; times++) {
        try {
          yield* a()
          return times
        } catch {
          continue
        }
      }
    })
    const story = new Story(program)
    await story.task()
    ask(story)
    ask(story)
    expect(await story.task()).toEqual(['cancel activity 1', 'schedule 2 a'])
    story.completed('2')
    expect(await story.task()).toEqual(['complete 1'])
  })

  it('is counted by cancelRequested(), all of them, caught or not', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const counts = [yield* cancelRequested()]
      try {
        yield* a()
      } catch {
        counts.push(yield* cancelRequested())
      }
      yield* b()
      return [...counts, yield* cancelRequested()]
    })
    const story = new Story(program)
    await story.task()
    ask(story)
    expect(await story.task()).toEqual(['cancel activity 1', 'schedule 2 b'])
    ask(story)
    story.completed('2')
    await story.task()
    expect(story.replay.report().ended).toEqual({ result: [0, 1, 2] })
  })

  it('takes back the retry timer of an activity that backs off', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      try {
        yield* a.with({ retry: { maximumAttempts: 5 } })()
      } catch {
        yield* undo()
      }
    })
    const story = new Story(program)
    await story.task()
    story.failed('1', 'Error: no')
    await story.task()
    ask(story)
    expect(await story.task()).toEqual(['cancel timer 1~1', 'schedule 2 undo'])
  })

  it('leaves another error its own close', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      try {
        yield* a()
      } catch (error) {
        throw new RangeError('worse', { cause: error })
      }
    })
    const story = new Story(program)
    await story.task()
    ask(story)
    expect(await story.task()).toEqual(['fail RangeError: worse'])
  })

  it('after the end of the program changes nothing (C10)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      return yield* a()
    })
    const story = new Story(program)
    await story.task()
    story.completed('1', 'A').begin()
    await story.decide()
    ask(story)
    const decisionTaskCompletedEventId = story.tell('DecisionTaskCompleted')
    story.tell('CompleteWorkflowExecutionFailed', {
      cause: 'UNHANDLED_DECISION',
      decisionTaskCompletedEventId,
    })
    await story.replay.feed(story.events)
    await expect(story.replay.decisions()).rejects.toMatchObject({ code: 'CACHE_STALE' }) // H4: begun anew
    story.replay = story.fresh()
    expect(await story.task()).toEqual(['complete "A"'])
  })

  it('recorded as a close that the program does not make is non-determinism', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* a()
    })
    const story = new Story(program)
    await story.task()
    story.begin().complete([{ decisionType: 'CancelWorkflowExecution' }])
    await expect(story.everyWay()).rejects.toMatchObject({ code: 'NON_DETERMINISM' })
  })
})
